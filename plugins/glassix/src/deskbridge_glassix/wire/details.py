"""Where a ticket came from, what bots noted on it, and who summed it up.

Sources: docs.glassix.com, Ticket; the official C# SDK.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from deskbridge.records import FrozenDict
from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_ID, NO_TEXT, NO_TIME


@frozen(kw_only=True, slots=True)
class Source(Wire):
    """The page that a ticket was opened on."""

    title: str | None = None
    uri: str | None = optional(NO_TEXT)


@frozen(kw_only=True, slots=True)
class Referral(Wire):
    """What led a customer here: an advertisement, a post, a story.

    Attributes:
        utm_parameters: ``utm_source`` and its like, as they came.
    """

    utm_parameters: FrozenDict | None = None
    ad_id: str | None = optional(NO_TEXT)
    ad_title: str | None = optional(NO_TEXT)
    ref_data: str | None = optional(NO_TEXT)
    product_id: str | None = optional(NO_TEXT)
    fb_post_id: str | None = optional(NO_TEXT)
    instagram_story_id: str | None = optional(NO_TEXT)
    instagram_story_media_url: str | None = optional(NO_TEXT)
    apple_intent_id: str | None = optional(NO_TEXT)
    apple_group_id: str | None = optional(NO_TEXT)
    twitter_root_tweet_id: str | None = optional(NO_TEXT)
    tik_tok_video_id: str | None = optional(NO_TEXT)
    tik_tok_comment_id: str | None = optional(NO_TEXT)
    whatsapp_headline: str | None = optional(NO_TEXT)
    whatsapp_body: str | None = optional(NO_TEXT)
    whatsapp_source_type: str | None = optional(NO_TEXT)
    whatsapp_source_id: str | None = optional(NO_TEXT)
    whatsapp_source_url: str | None = optional(NO_TEXT)


@frozen(kw_only=True, slots=True)
class TicketDetails(Wire):
    """How a ticket came about.

    Attributes:
        cards_path: Through which cards of a bot.
        identity_token_claims: What a signed-in visitor's token says, as it came.
    """

    user_agent: str | None = optional(NO_TEXT)
    ip_address: str | None = optional(NO_TEXT, name="iPAddress")
    location: str | None = optional(NO_TEXT)
    cards_path: str | None = optional(NO_TEXT)
    source: Source | None = None
    external_link: str | None = optional(NO_TEXT)
    is_mobile: bool | None = None
    identity_token_claims: FrozenDict | None = None
    referral: Referral | None = None


@frozen(kw_only=True, slots=True)
class ActivityLog(Wire):
    """One change of a ticket's state or owner. Source: public client code."""

    state: str | None = None
    changed_on: datetime | None = optional(*NO_TIME)
    initiator_user_id: str | None = optional(*NO_ID)
    user_id: str | None = optional(*NO_ID)
    ticket_type: str | None = None
    total_activity_time_sec: float | None = None
    total_activity_time_sec_net: float | None = None


@frozen(kw_only=True, slots=True)
class TicketSummary(Wire):
    """What a ticket was about, and who wrote that when."""

    user_id: str | None = optional(*NO_ID)
    last_update_timestamp: datetime | None = optional(*NO_TIME)
    value: str | None = None


@frozen(kw_only=True, slots=True)
class DynamicParameter(Wire):
    """A value that a bot's flow keeps.

    Attributes:
        type: ``String``, ``Number``, ``Boolean``, ``Location`` or ``Attachment``: which of the values counts.
    """

    id: str | None = optional(*NO_ID)
    flow_id: str | None = optional(*NO_ID)
    name: str | None = None
    str_value: str | None = None
    bool_value: bool | None = None
    num_value: float | None = None
    int_value: int | None = None
    type: str | None = None
    description: str | None = None
    creation_datetime: datetime | None = optional(*NO_TIME)


@frozen(kw_only=True, slots=True)
class CardData(Wire):
    """One step that a conversation took through a bot's flow."""

    department_id: str | None = optional(*NO_ID)
    bot_conversation_id: str | None = optional(*NO_ID)
    flow_id: str | None = optional(*NO_ID)
    flow_version: float | None = None
    flow_name: str | None = None
    step_type: str | None = None
    unique_card_id: str | None = optional(*NO_ID)
    card_friendly_name: str | None = None
    visit_datetime: datetime | None = optional(*NO_TIME)
