"""What it takes to connect to a Glassix department, validated before any request."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from attrs import evolve, field, frozen

from deskbridge.errors import SettingError
from deskbridge.settings import SECRETS_WITHIN, Secret

_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LONGEST_TOLERANCE_SECONDS = 31 * 86_400
_API_PATH = "/api/v1.2"


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _refuse_wrong(name: str, value: str | Secret) -> None:
    text = value.reveal() if isinstance(value, Secret) else value
    if not text:
        raise SettingError(f"setting {name!r} is empty", field=name)
    if _CONTROL.search(text):
        # As it comes from a file that was read with its last line break: the vendor would only say that it is wrong.
        raise SettingError(f"setting {name!r} has a line break or a control character in it; take it out", field=name)


def _secrets_of_departments(text: str) -> tuple[str, ...]:
    return tuple(secret for _, _, secret in (pair.partition("=") for pair in text.split()) if secret)


@frozen(kw_only=True)
class GlassixSettings:
    """One user of one department of a workspace.

    Attributes:
        api_key: The department's API key, which is its id as well.
        api_secret: The secret that belongs to it.
        user_name: The e-mail address of a user of that department, ideally one of type API: what is written is
            attributed to it.
        workspace: The subdomain, such as ``acme`` for ``https://acme.glassix.com``.
        base_url: The whole address instead, with or without ``/api/v1.2``.
        departments: Other departments of the workspace that the user belongs to as well, as ``key=secret`` with blanks
            between them. Tickets moved there are read back; nothing else is done there.
        first_day: A day before which nothing happened in the workspace, as ``2015-01-01``: listings that are given no
            beginning start there, with a call for every month since. That no workspace is older than 2015 is inferred.
        webhook_tolerance_seconds: How far the date of a webhook's delivery may be from now, either way.

    Raises:
        SettingError: Not exactly one of `workspace` and `base_url` is given, one of the others is empty or has a line
            break in it, `departments` is not of that form, `first_day` is no day or still to come, or the tolerance is
            not above 0 and below a month.

    Source: docs.glassix.com, Access Token; api_key is the department id by the vendor's C# SDK.
    """

    api_key: str = field()
    api_secret: Secret = field()
    user_name: str = field()
    workspace: str | None = None
    base_url: str | None = None
    webhook_tolerance_seconds: float = 300.0
    departments: Secret | None = field(default=None, metadata={SECRETS_WITHIN: _secrets_of_departments})
    first_day: str = "2015-01-01"

    def __attrs_post_init__(self) -> None:
        """Refuse what can't be connected with."""
        for name in ("api_key", "api_secret", "user_name"):
            _refuse_wrong(name, getattr(self, name))
        if not 0 < self.webhook_tolerance_seconds < _LONGEST_TOLERANCE_SECONDS:
            msg = "webhook_tolerance_seconds must be above 0 and at most a month"
            raise SettingError(msg, field="webhook_tolerance_seconds")
        if bool(self.workspace) == bool(self.base_url):
            msg = "give exactly one of workspace (such as acme, for https://acme.glassix.com) and base_url"
            raise SettingError(msg, field="workspace")
        if self.workspace and not _LABEL.fullmatch(self.workspace):
            msg = f"workspace must be the subdomain alone, such as acme, not {self.workspace[:80]!r}"
            raise SettingError(msg, field="workspace")
        self.others()
        if self.first_time > datetime.now(UTC) + timedelta(days=1):
            raise SettingError("first_day is still to come, and listings would be empty", field="first_day")

    @property
    def first_time(self) -> datetime:
        """The beginning of the first day, in UTC."""
        try:
            return datetime.combine(date.fromisoformat(self.first_day), time.min, UTC)
        except ValueError as wrong:
            raise SettingError("first_day must be a day such as 2015-01-01", field="first_day") from wrong

    def others(self) -> tuple[GlassixSettings, ...]:
        """Return the settings of the other departments, for the same user."""
        pairs = self.departments.reveal().split() if self.departments else []
        return tuple(self._other(*pair.partition("=")) for pair in pairs)

    def _other(self, key: str, sign: str, secret: str) -> GlassixSettings:
        if not (key and sign and secret):
            msg = "departments must be key=secret of each other department, with blanks between them"
            raise SettingError(msg, field="departments")
        return evolve(self, api_key=key, api_secret=Secret(secret), departments=None)

    @property
    def api_url(self) -> str:
        """The address that paths are added to."""
        origin = self.base_url or f"https://{self.workspace}.glassix.com"
        return origin.rstrip("/").removesuffix(_API_PATH) + _API_PATH
