"""Messages into a ticket, and how a ticket is rendered. Source: the official C# SDK."""

from __future__ import annotations

from attrs import frozen

from deskbridge.records import UNSET, Unset
from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class QuickReply(Wire):
    """An answer that the customer can press."""

    title: str
    image_url: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class Button(Wire):
    """A button of a template.

    Attributes:
        type: ``text``, ``web_url``, ``postback`` or ``phone_number``.
    """

    title: str
    type: str
    uri: str | Unset = UNSET
    data: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class Template(Wire):
    """A card with buttons; HTML is for the web chat."""

    title: str | Unset = UNSET
    subtitle: str | Unset = UNSET
    cover_image_url: str | Unset = UNSET
    title_html: str | Unset = UNSET
    subtitle_html: str | Unset = UNSET
    buttons: tuple[Button, ...] | Unset = UNSET


@frozen(kw_only=True, slots=True)
class MessageBody(Wire):
    """What sending a message takes.

    Attributes:
        html: For mail and web chat only.
        files: Addresses or identifiers of files.
        enable_free_text_input: Whether the customer may type beside the buttons; web chat only, and no if left out.
    """

    text: str | Unset = UNSET
    html: str | Unset = UNSET
    quick_replies: tuple[QuickReply, ...] | Unset = UNSET
    templates: tuple[Template, ...] | Unset = UNSET
    files: tuple[str, ...] | Unset = UNSET
    enable_free_text_input: bool | Unset = UNSET


@frozen(kw_only=True, slots=True)
class RenderOptions(Wire):
    """What a rendered ticket shows. All is said: the server's own defaults are not known, these are the C# SDK's.

    Attributes:
        include_details: Fields, tags, times, owner.
        include_notes: What customers don't see.
        replace_content_id: Whether embedded images are put in.
    """

    include_details: bool = True
    include_conversation_link: bool = True
    include_notes: bool = True
    font_size_in_pixels: int = 14
    replace_content_id: bool = True
    show_participant_type: bool = True
