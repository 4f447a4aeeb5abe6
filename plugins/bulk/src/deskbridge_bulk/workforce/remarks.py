"""What has to be told beside workforce figures."""

from __future__ import annotations

from datetime import datetime

from attrs import define, field


@define(kw_only=True)
class Remarks:
    """What whoever reads the figures has to know; whole when the figures are.

    Attributes:
        events: How many events were looked at.
        since: Where the period began, None if there were no events.
        until: Where it ended.
        unknown_before: For each agent whose availability was first told within the period: when. What it was before
            nobody knows, and none is counted.
        endless_holds: How many holds ended that had begun too long before the events to be counted.
        open_holds: How many agents' holds were still on at the end.
        still_available: How many agents were still available at the end.
        silent_since: The last event's time, where somebody was available or on hold then and it is more than
            an hour before the end; None where it is not, or there are events after the period.
        gaps: From when until when nothing was told for half a day and longer, while somebody was available or on hold.
    """

    events: int = 0
    since: datetime | None = None
    until: datetime | None = None
    unknown_before: dict[str, datetime] = field(factory=dict)
    endless_holds: int = 0
    open_holds: int = 0
    still_available: int = 0
    silent_since: datetime | None = None
    gaps: list[tuple[datetime, datetime]] = field(factory=list)
