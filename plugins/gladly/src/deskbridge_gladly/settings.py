"""What it takes to connect to Gladly; checked before any request."""

from __future__ import annotations

import re
from typing import Any

from attrs import Attribute, field, frozen

from deskbridge.errors import SettingError
from deskbridge.settings import Secret

API_PATH = "/api/v1"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _base_url(value: str) -> str:
    """Return scheme, host and path; a bare host gets https, what people paste behind it goes."""
    scheme, separator, rest = value.strip().rpartition("://")
    address = rest.rstrip("/").removesuffix(API_PATH).rstrip("/")
    return f"{scheme}{separator}{address}" if separator or not address else f"https://{address}"


def _stripped(value: str) -> str:
    return value.strip()


def _languages(value: str) -> str:
    """Return language tags in lower case, each once, with commas between."""
    return ",".join(dict.fromkeys(tag for one in value.lower().split(",") if (tag := one.strip())))


def _filled(_: object, attribute: Attribute[Any], value: str | Secret) -> None:
    if not (value.reveal() if isinstance(value, Secret) else value).strip():
        msg = f"setting {attribute.name!r} is empty"
        raise SettingError(msg, field=attribute.name)


def _one_line(_: object, attribute: Attribute[Any], value: str | Secret | None) -> None:
    text = value.reveal() if isinstance(value, Secret) else value
    if text and _CONTROL.search(text):
        # As it comes from a file that was read with its last line break: the vendor would only say that it is wrong.
        msg = f"setting {attribute.name!r} has a line break or a control character in it; take it out"
        raise SettingError(msg, field=attribute.name)


def _no_colon(_: object, attribute: Attribute[str], value: str) -> None:
    if ":" in value:
        msg = f"setting {attribute.name!r} is an agent's e-mail address and has no colon"
        raise SettingError(msg, field=attribute.name)


@frozen(kw_only=True)
class GladlySettings:
    """What it takes to connect to one organization.

    Attributes:
        base_url: Its address, such as ``https://organization.us-1.gladly.com``; a bare host is taken with https, and
            a trailing slash or ``/api/v1`` does no harm.
        username: The e-mail address of the agent to whom the token belongs.
        api_token: Made in Gladly under Settings by a user with the API User permission.
        webhook_username: Of the Basic credentials that the webhook was created with, by which `events.receive` knows
            what it delivers. "" where it has none.
        webhook_password: The password beside it.
        webhook_header_name: The name of the static header that the webhook was created with, "" where it has none.
            With both pairs set, a delivery must bring both.
        webhook_header_value: Its value.
        answer_languages: The tags of the languages in which answers are read, with commas between, such as
            ``en-us,es-419``: those that the organization has configured, since no operation tells them. With "" answers
            are read without their contents, and none are listed.

    Raises:
        SettingError: One of them is empty, has a line break in it or can't be right, or half of a pair is missing;
            names the field, never the token.
    """

    base_url: str = field(converter=_base_url, validator=_filled)
    username: str = field(converter=_stripped, validator=[_filled, _one_line, _no_colon])
    api_token: Secret = field(validator=[_filled, _one_line])
    webhook_username: str = field(default="", validator=_one_line)
    webhook_password: Secret | None = field(default=None, validator=_one_line)
    webhook_header_name: str = field(default="", validator=_one_line)
    webhook_header_value: Secret | None = field(default=None, validator=_one_line)
    answer_languages: str = field(default="en-us", converter=_languages)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of `answer_languages`."""
        return tuple(self.answer_languages.split(",")) if self.answer_languages else ()

    def __attrs_post_init__(self) -> None:
        pairs = (("webhook_username", "webhook_password"), ("webhook_header_name", "webhook_header_value"))
        for name, secret in pairs:
            if bool(getattr(self, name)) != bool(getattr(self, secret)):
                missing, given = (name, secret) if getattr(self, secret) else (secret, name)
                msg = f"setting {given!r} needs {missing!r} beside it"
                raise SettingError(msg, field=missing)
