"""What a helpdesk gives out: surveys, files, exports, reports, events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from deskbridge.listing import Listing
from deskbridge.records import (
    Attachment,
    Event,
    EventKind,
    ExportJob,
    ExportJobId,
    ExportStatus,
    FrozenDict,
    MessageId,
    RenderForm,
    ReportQuery,
    TicketId,
)


class Surveys(Protocol):
    """What customers are asked about their tickets."""

    def link(self, ticket_id: TicketId, survey_id: str, *, participant_id: str | None = None) -> str:
        """Return the address at which a customer answers a survey about a ticket; nothing is sent to anybody.

        Args:
            ticket_id: The vendor's own id.
            survey_id: The vendor's own id.
            participant_id: Who shall answer, by the vendor's id of a ticket's participant; None means the customer.

        Raises:
            NotFoundError: There is no such ticket.
            ValidationError: There is no such survey or participant, or the ticket's present state does not allow one;
                the text says what is missing.
        """


class Files(Protocol):
    """The bytes of attachments, and tickets as documents."""

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """Save a message's attachment; the file is there only when it is whole. Another host gets no credentials.

        Raises:
            NotFoundError: There is no such file any more.
        """

    def upload(self, source: Path) -> Attachment:
        """Put a file where messages can refer to it."""

    def render(self, ticket_id: TicketId, target: Path, *, form: RenderForm, notes: bool) -> Path:
        """Write a ticket with its messages as one document; the file is there only when it is whole.

        Args:
            ticket_id: The vendor's own id.
            target: Where to write it.
            form: What it is written as.
            notes: Whether what only the helpdesk sees is in it.

        Raises:
            NotFoundError: There is no such ticket.
        """


class Exports(Protocol):
    """Jobs that write files."""

    def jobs(self, *, status: ExportStatus | None = None) -> Listing[ExportJob]:
        """List the jobs that are kept, newest first.

        Args:
            status: Only those.
        """

    def get(self, job_id: ExportJobId) -> ExportJob:
        """Return one job.

        Raises:
            NotFoundError: There is none of that id, or it is not kept any more.
        """

    def read(self, job_id: ExportJobId, file: str) -> Listing[FrozenDict]:
        """Read the objects of a file, in its order, in constant memory. Lines that can't be read make it truncated.

        Raises:
            NotFoundError: There is no such file.
        """

    def save(self, job_id: ExportJobId, file: str, target: Path) -> Path:
        """Save a file as it is; it is there only when it is whole.

        Raises:
            NotFoundError: There is no such file.
        """

    def delete(self, job_id: ExportJobId) -> None:
        """Delete a job with its files.

        Raises:
            NotFoundError: There is none of that id.
            ValidationError: It has not ended yet.
        """


class Reports(Protocol):
    """Tables that the helpdesk computes."""

    def run(self, query: ReportQuery) -> Listing[FrozenDict]:
        """Run a report and give its rows by column, every value a text as the vendor wrote it.

        Raises:
            ValidationError: The vendor knows no such report, or refuses a filter.
        """

    def work_sessions(self, *, since: datetime, until: datetime) -> Listing[FrozenDict]:
        """List what agents worked on in a period, by column, every value a text as the vendor wrote it."""


class Events(Protocol):
    """What happens in the helpdesk."""

    def all(
        self, *, since: datetime, until: datetime | None = None, kinds: Collection[EventKind] | None = None
    ) -> Listing[Event]:
        """List what happened in a period, oldest first.

        Args:
            since: Aware, inclusive.
            until: Aware; now if None.
            kinds: Only events of these; of all kinds if None. A vendor that can be asked for less is.

        Raises:
            ValidationError: The period is longer ago than the vendor keeps events.
        """

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """Read a webhook's delivery that is proven to be the vendor's; sends nothing.

        Args:
            headers: As they came, in any case.
            body: The raw bytes.

        Raises:
            AuthenticationError: It is not proven; its content was not looked at.
            MalformedAnswerError: It is not what the vendor documents.
        """

    def poll(self) -> Listing[Event]:
        """List what waits in the vendor's queue, oldest first; it stays there until it is acknowledged."""

    def acknowledge(self, events: Iterable[Event]) -> None:
        """Take events that were handled out of the vendor's queue."""
