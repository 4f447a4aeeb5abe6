"""The exceptions that leave deskbridge, and nothing else does.

::

    DeskbridgeError
    ├── ConfigurationError          settings, names and files; nothing was sent
    │   ├── UnknownDeskError
    │   └── SettingError            names the field, never a secret's value
    ├── PluginError                 a plugin can't be used
    │   ├── PluginImportError
    │   ├── PluginConflictError     two claim one name
    │   └── UnknownHookError
    ├── UnsupportedError            refused before a request was sent
    ├── InvalidRequestError         the call contradicts itself; nothing was sent
    ├── TransportError              no answer that could be read
    │   ├── ConnectionFailedError   no such host, refused, reset
    │   │   └── TlsError
    │   ├── DeadlineExceededError   says how long it would have had to wait
    │   ├── MalformedAnswerError    not JSON, cut, an HTML page, another shape
    │   └── ForeignOriginError      a link or redirect to another host; not followed
    ├── VendorError                 the vendor answered with an error
    │   ├── AuthenticationError     401
    │   ├── PermissionDeniedError   403
    │   ├── NotFoundError           404, erased
    │   ├── MergedError             301; tells the new id
    │   ├── ConflictError           409 and its like; tells the existing id if known
    │   ├── ValidationError         400, 422
    │   ├── RateLimitedError        429
    │   └── UnavailableError        5xx
    └── AmbiguousWriteError         a write whose outcome is unknown

Each carries what is known of ``vendor``, ``operation``, ``status``, ``request_id``, the vendor's own ``codes``,
and ``retryable``: whether the same call may be made again without doing something twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskbridge.capabilities import Capability


class DeskbridgeError(Exception):
    """The root: catch this to catch everything that deskbridge raises.

    Attributes:
        vendor: The vendor's name, "" where none is involved.
        operation: The vendor's operation or our own, such as ``customers.find``.
        status: The HTTP status of the answer, None where there was none.
        request_id: The vendor's id of the request, None where it gave none.
        codes: The vendor's own error codes, in its order.
        retryable: Whether the same call may safely be made again later.
    """

    retryable: bool = False

    def __init__(
        self,
        text: str,
        *,
        vendor: str = "",
        operation: str = "",
        status: int | None = None,
        request_id: str | None = None,
        codes: Sequence[str] = (),
        retryable: bool | None = None,
    ) -> None:
        super().__init__(text)
        self.vendor = vendor
        self.operation = operation
        self.status = status
        self.request_id = request_id
        self.codes = tuple(codes)
        if retryable is not None:
            self.retryable = retryable

    @property
    def text(self) -> str:
        """What happened, what was asked and what to do."""
        return str(self.args[0])

    def __str__(self) -> str:
        where = " ".join(part for part in (self.vendor, self.operation) if part)
        facts = [f"HTTP {self.status}"] if self.status is not None else []
        facts += [f"codes {', '.join(self.codes)}"] if self.codes else []
        facts += [f"request {self.request_id}"] if self.request_id else []
        tail = f" ({'; '.join(facts)})" if facts else ""
        return f"{where + ': ' if where else ''}{self.text}{tail}"


class ConfigurationError(DeskbridgeError):
    """Settings, names or files are wrong; nothing was sent."""


class UnknownDeskError(ConfigurationError):
    """No desk and no vendor of that name; the text lists those that there are."""


class SettingError(ConfigurationError):
    """One setting is missing or wrong. Names the field, never the value of a secret."""

    def __init__(self, text: str, *, field: str, vendor: str = "") -> None:
        super().__init__(text, vendor=vendor)
        self.field = field


class PluginError(DeskbridgeError):
    """A plugin can't be used."""


class PluginImportError(PluginError):
    """A plugin's package failed to import; the cause is chained."""


class PluginConflictError(PluginError):
    """Two distributions claim one plugin name; the text names both."""


class UnknownHookError(PluginError):
    """A plugin implements a hook that does not exist."""


class UnsupportedError(DeskbridgeError):
    """The vendor can't, or we don't yet; refused before a request was sent.

    Attributes:
        capability: The capability that was needed.
        reason: The declaration's own note.
        nearest: The nearest thing that works, "" if there is none.
    """

    def __init__(self, capability: Capability, *, vendor: str, reason: str, nearest: str = "", asked: str = "") -> None:
        text = f"{asked or capability} is not possible here: {reason}"
        super().__init__(text + (f" Instead: {nearest}" if nearest else ""), vendor=vendor, operation=capability)
        self.capability = capability
        self.reason = reason
        self.nearest = nearest


class InvalidRequestError(DeskbridgeError):
    """The call contradicts itself or can't be said without loss; nothing was sent."""


class TransportError(DeskbridgeError):
    """There was no answer that could be read."""


class ConnectionFailedError(TransportError):
    """The host is unknown, refused the connection or broke it off before the request took effect."""

    retryable = True


class TlsError(ConnectionFailedError):
    """The secure connection could not be made: certificate, name or protocol."""

    retryable = False


class DeadlineExceededError(TransportError):
    """The deadline passed, or waiting would have taken longer than it allows.

    Attributes:
        needed: How long it would have had to wait, None if that is unknown.
    """

    retryable = True

    def __init__(self, text: str, *, needed: timedelta | None = None, vendor: str = "", operation: str = "") -> None:
        super().__init__(text, vendor=vendor, operation=operation)
        self.needed = needed


class MalformedAnswerError(TransportError):
    """The answer is not what was promised: not JSON, cut in the middle, an HTML page, another shape."""


class ForeignOriginError(TransportError):
    """A link or redirect leads to another host; it was not followed and no credentials went there."""


class VendorError(DeskbridgeError):
    """The vendor answered with an error."""


class AuthenticationError(VendorError):
    """The credentials were not accepted."""


class PermissionDeniedError(VendorError):
    """The credentials are known and not allowed to do this."""


class NotFoundError(VendorError):
    """There is no such record, or it was erased."""


class MergedError(VendorError):
    """The record was merged into another.

    Attributes:
        old_id: The id that was asked for.
        new_id: The id of the record that survives.
    """

    def __init__(
        self,
        text: str,
        *,
        old_id: str,
        new_id: str,
        vendor: str = "",
        operation: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(text, vendor=vendor, operation=operation, status=status, codes=("moved",))
        self.old_id = old_id
        self.new_id = new_id


class ConflictError(VendorError):
    """Something unique is taken already.

    Attributes:
        existing_id: The id of the record that has it, None where the vendor does not tell.
    """

    def __init__(
        self,
        text: str,
        *,
        existing_id: str | None = None,
        vendor: str = "",
        operation: str = "",
        status: int | None = None,
        request_id: str | None = None,
        codes: Sequence[str] = (),
    ) -> None:
        super().__init__(text, vendor=vendor, operation=operation, status=status, request_id=request_id, codes=codes)
        self.existing_id = existing_id


class ValidationError(VendorError):
    """The vendor refuses the values or the state does not allow it."""


class RateLimitedError(VendorError):
    """The vendor's limit is reached.

    Attributes:
        retry_after: What the vendor asked to wait, None where it does not say.
    """

    retryable = True

    def __init__(
        self,
        text: str,
        *,
        retry_after: timedelta | None = None,
        vendor: str = "",
        operation: str = "",
        status: int | None = 429,
        request_id: str | None = None,
    ) -> None:
        super().__init__(text, vendor=vendor, operation=operation, status=status, request_id=request_id)
        self.retry_after = retry_after


class UnavailableError(VendorError):
    """The vendor failed on its side."""

    retryable = True


class AmbiguousWriteError(DeskbridgeError):
    """A write was sent and its outcome is unknown: it may have taken effect.

    Never repeat it blindly. Look the record up first; the chained cause says what broke.
    """
