"""Export jobs."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire
from deskbridge_gladly.wire.events.envelope import Event


@frozen(kw_only=True, slots=True)
class ExportJobContent(Wire):
    """An export job."""

    job_id: str | None = None


@frozen(kw_only=True, slots=True)
class ExportJobEnded(Event):
    """An export job was completed or failed."""

    content: ExportJobContent | None = None
