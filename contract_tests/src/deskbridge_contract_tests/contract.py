"""The contract: one class to derive from, which brings every suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

import pytest
from attrs import evolve, fields

from deskbridge.protocols import Helpdesk
from deskbridge_contract_tests.harness import Harness, started
from deskbridge_contract_tests.known import known_from
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import why_not
from deskbridge_contract_tests.samples import Samples, found
from deskbridge_contract_tests.suites.answers import AnswersSuite
from deskbridge_contract_tests.suites.beside import BesideMemorySuite
from deskbridge_contract_tests.suites.calls import RecordersSuite, RecordingsSuite, TranscriptsSuite
from deskbridge_contract_tests.suites.comments import CommentsSuite
from deskbridge_contract_tests.suites.contents import ContentsSuite
from deskbridge_contract_tests.suites.customer_fields import CustomerFieldsSuite
from deskbridge_contract_tests.suites.customers import CustomersSuite
from deskbridge_contract_tests.suites.desks import DesksSuite
from deskbridge_contract_tests.suites.direct import CallEntriesSuite, DirectMessagesSuite, SurveysSuite
from deskbridge_contract_tests.suites.directory import AgentsSuite, GroupsSuite
from deskbridge_contract_tests.suites.emptying import EmptyingSuite
from deskbridge_contract_tests.suites.erasing import ErasingSuite
from deskbridge_contract_tests.suites.events import DeliveriesSuite, EventsSuite, QueuesSuite
from deskbridge_contract_tests.suites.exports import ExportFilesSuite, ExportJobsSuite
from deskbridge_contract_tests.suites.faults import FaultsSuite
from deskbridge_contract_tests.suites.files import FilesSuite
from deskbridge_contract_tests.suites.finding import FindingSuite
from deskbridge_contract_tests.suites.gone import GoneSuite
from deskbridge_contract_tests.suites.honesty import HonestySuite
from deskbridge_contract_tests.suites.matrix import MatrixSuite
from deskbridge_contract_tests.suites.message_fields import MessageFieldsSuite
from deskbridge_contract_tests.suites.messages import NotesSuite, ReadingMessagesSuite
from deskbridge_contract_tests.suites.outputs import OutputsSuite
from deskbridge_contract_tests.suites.played import AlteredAnswersSuite, RecordingSuite
from deskbridge_contract_tests.suites.records import RecordsSuite
from deskbridge_contract_tests.suites.redacting import RedactingSuite
from deskbridge_contract_tests.suites.rendering import RenderingSuite
from deskbridge_contract_tests.suites.renewing import RenewingSuite
from deskbridge_contract_tests.suites.reports import ReportsSuite
from deskbridge_contract_tests.suites.secrets import SecretsSuite
from deskbridge_contract_tests.suites.sending import PastMessagesSuite, SendingSuite
from deskbridge_contract_tests.suites.staff import StaffSuite
from deskbridge_contract_tests.suites.tasks import TaskChangesSuite, TasksSuite
from deskbridge_contract_tests.suites.threads import ThreadsSuite
from deskbridge_contract_tests.suites.ticket_changes import PastTicketsSuite, TicketChangesSuite
from deskbridge_contract_tests.suites.ticket_fields import TicketFieldsSuite
from deskbridge_contract_tests.suites.tickets import TicketsSuite
from deskbridge_contract_tests.suites.together import TogetherSuite
from deskbridge_contract_tests.suites.topics import TaggingSuite, TopicsSuite
from deskbridge_contract_tests.suites.truncation import TruncationSuite


class HelpdeskContract(
    CustomersSuite,
    CustomerFieldsSuite,
    TicketsSuite,
    TicketChangesSuite,
    TicketFieldsSuite,
    PastTicketsSuite,
    ErasingSuite,
    ReadingMessagesSuite,
    NotesSuite,
    SendingSuite,
    PastMessagesSuite,
    MessageFieldsSuite,
    RedactingSuite,
    DirectMessagesSuite,
    TopicsSuite,
    TaggingSuite,
    AgentsSuite,
    StaffSuite,
    GroupsSuite,
    TasksSuite,
    TaskChangesSuite,
    CommentsSuite,
    AnswersSuite,
    ContentsSuite,
    RecordingsSuite,
    TranscriptsSuite,
    RecordersSuite,
    CallEntriesSuite,
    SurveysSuite,
    FilesSuite,
    RenderingSuite,
    ExportJobsSuite,
    ExportFilesSuite,
    ReportsSuite,
    OutputsSuite,
    EventsSuite,
    DeliveriesSuite,
    QueuesSuite,
    FindingSuite,
    EmptyingSuite,
    TogetherSuite,
    DesksSuite,
    RenewingSuite,
    RecordsSuite,
    HonestySuite,
    FaultsSuite,
    MatrixSuite,
    GoneSuite,
    TruncationSuite,
    SecretsSuite,
    ThreadsSuite,
    BesideMemorySuite,
    AlteredAnswersSuite,
    RecordingSuite,
):
    """Derive from this once for a vendor, and pytest runs every suite against it.

    Attributes:
        vendor: The vendor's name. Unless `start` is overridden, its sandbox is started and connected to.
        seeds: What the sandbox holds, such as `sample` and `synthetic:20`.
        settings: Further settings of the desk, beside those that the sandbox gives.
        known: What there is to read that no listing shows and the sandbox does not tell, such as a report.
        recording: The folder of a recording to run against, in place of a sandbox.
    """

    vendor: ClassVar[str] = ""
    seeds: ClassVar[tuple[str, ...]] = ("sample",)
    settings: ClassVar[Mapping[str, str]] = MappingProxyType({})
    known: ClassVar[Samples] = Samples()
    recording: ClassVar[Path | None] = None
    is_helpdesk_contract: ClassVar[bool] = True

    @classmethod
    def start(cls) -> AbstractContextManager[Harness]:
        """Give what the suites drive; override it for what has no sandbox, such as a live account."""
        if cls.recording is not None:
            from deskbridge_contract_tests.recording import played

            return played(cls.vendor, cls.recording, settings=cls.settings)
        return started(cls.vendor, *cls.seeds, settings=cls.settings)

    @classmethod
    def samples(cls, harness: Harness) -> Samples:
        """Tell what there is to read that no role creates: by listings, by the sandbox, and by what the class knows."""
        samples = found(harness)
        for known in (known_from(harness.known), cls.known):
            given = {one.name: getattr(known, one.name) for one in fields(Samples)}
            samples = evolve(samples, **{name: value for name, value in given.items() if value})
        return samples

    @pytest.fixture
    def harness(self, request: pytest.FixtureRequest, deskbridge_harness: Harness) -> Iterator[Harness]:
        """What drives the desk; the same for all tests of the class, its faults off at the end of each."""
        if deskbridge_harness.each is None:
            yield deskbridge_harness
        else:
            with deskbridge_harness.each(request.node.name) as desk:
                yield evolve(deskbridge_harness, desk=desk)
        deskbridge_harness.settle()

    @pytest.fixture(name="samples")
    def _samples(self, deskbridge_samples: Samples) -> Samples:
        """What there is to read that no role creates; the same for all tests of the class."""
        return deskbridge_samples

    @pytest.fixture
    def desk(self, harness: Harness) -> Helpdesk:
        """The desk under test."""
        return harness.desk

    @pytest.fixture
    def maker(self, harness: Harness) -> Maker:
        """Makes what a test needs on the desk."""
        return Maker(harness)

    @pytest.fixture(autouse=True)
    def _only_what_is_possible(self, request: pytest.FixtureRequest, harness: Harness) -> None:
        if reason := why_not(request.node, harness.desk.capabilities):
            pytest.skip(reason)
