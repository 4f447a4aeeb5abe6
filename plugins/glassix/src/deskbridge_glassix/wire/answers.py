"""The vendor's remarks."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class Remark(Wire):
    """What the vendor says to a change, or to a mistake. The key comes in either case. Source: both official SDKs."""

    any_case: ClassVar[bool] = True

    message: str | None = None
