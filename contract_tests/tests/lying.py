"""Desks in memory that lie, each in one way; copied beside the contract files that the tests of the contract run."""

from contextlib import contextmanager, nullcontext
from datetime import UTC, timedelta, timezone

from attrs import evolve

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    ConnectionFailedError,
    MalformedAnswerError,
    NotFoundError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.listing import Listing, whole
from deskbridge.memory import CAPABILITIES
from deskbridge.memory.sample import (
    AGENT_ID,
    ATTACHED,
    DIRECT,
    MERGED,
    REPORT,
    SURVEY,
    recording,
    sample_desk,
)
from deskbridge.plugins import plugins
from deskbridge.records import Author, Comment, CustomerChange, Erase, TaskStatus, TicketStatus, Unset
from deskbridge.records.changes import given_fields
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Delivery, Harness, started
from deskbridge_contract_tests.samples import found

FAR = timezone(timedelta(hours=5))
_NO = Support(Level.UNSUPPORTED, "The vendor can't.", source="made up for this test")


class Lying:
    """A role that does all that the honest one does, but for what a subclass says."""

    def __init__(self, honest, desk):
        self.honest = honest
        self.desk = desk

    def __getattr__(self, name):
        return getattr(self.honest, name)


def samples(known):
    """Return what a contract class of these desks says of its samples, given what listings show."""
    store = known.desk.native
    delivery = Delivery(*store.delivery(store.events.values()))
    given = {"report": REPORT, "recording_bytes": recording(), "attachment_bytes": ATTACHED, "on_call": AGENT_ID}
    given |= {"direct": DIRECT, "survey": SURVEY}
    given["merged"] = MERGED
    return evolve(found(known), delivery=delivery, **given)


def harness(role="", liar=None, **others):
    """Return a contract's `start` for a desk one role of which lies."""

    @contextmanager
    def start():
        desk = sample_desk()
        if liar is not None:
            setattr(desk, role, liar(getattr(desk, role), desk))
        yield Harness(desk=desk, **others)

    return start


def declaring(capability, row, *, without_guard):
    """Return a `start` for a desk that declares one capability otherwise, and whose guards may be gone."""

    @contextmanager
    def start():
        desk, sent = sample_desk(), []
        rows = {**CAPABILITIES.rows, capability: row}
        if row is None:
            del rows[capability]
        role = capability.subject if capability.is_method else "customers"
        desk.capabilities = Capabilities("memory", rows)
        if not without_guard:
            setattr(desk, role, RefusesTooLate(getattr(desk, role), desk, capability, sent))
        yield Harness(desk=desk, requests=lambda: len(sent))

    return start


class RefusesTooLate(Lying):
    def __init__(self, honest, desk, capability, sent):
        super().__init__(honest, desk)
        self.capability = capability
        self.sent = sent

    def __getattr__(self, name):
        if not self.capability.endswith(f".{name}"):
            return getattr(self.honest, name)

        def ask(*args, **kwargs):
            self.sent.append(name)
            raise UnsupportedError(self.capability, vendor="memory", reason="The vendor answered 404.")

        return ask


class DropsATag(Lying):
    def add(self, ticket_id, topic_ids):
        self.honest.add(ticket_id, list(topic_ids)[:1])


class ReordersMessages(Lying):
    def of_ticket(self, ticket_id):
        honest = self.honest.of_ticket(ticket_id)
        return Listing(lambda: whole(reversed(list(honest))), what="messages")


class SwallowsAnError(Lying):
    def delete(self, customer_id):
        try:
            self.honest.delete(customer_id)
        except NotFoundError:
            return


class WritesTwice(Lying):
    def add_note(self, ticket_id, new):
        self.honest.add_note(ticket_id, new)
        return self.honest.add_note(ticket_id, new)


class LosesTheZone(Lying):
    def get(self, ticket_id):
        naive = evolve(self.honest.get(ticket_id))
        object.__setattr__(naive, "created_at", naive.created_at.replace(tzinfo=None))
        return naive


class ClaimsTooMuch(Lying):
    def find(self, *, email):
        raise NotImplementedError


class FetchesAtOnce(Lying):
    def all(self):
        return list(self.honest.all())


class ListsOnlyOnce(Lying):
    def all(self):
        honest = iter(self.honest.all())
        return Listing(lambda: whole(honest), what="agents")


class WritesEverything(Lying):
    def update(self, customer_id, change):
        emptied = {"name": "", "identifiers": (), "address": "", "attributes": {}}
        return self.honest.update(customer_id, CustomerChange(**{**emptied, **given_fields(change)}))


class TellsAnotherStory(Lying):
    def create(self, new):
        return evolve(self.honest.create(new), name="as it was asked for")


class GivesTheWrongTicket(Lying):
    def all(self, *, active_since=None, active_until=None):
        return self.honest.all(active_since=active_since)


class ForgetsWhenClosing(Lying):
    """Only two steps together show it: what closes with two topics has one."""

    def update(self, ticket_id, change):
        after = self.honest.update(ticket_id, change)
        if change.status is TicketStatus.CLOSED and len(after.topic_ids) > 1:
            self.desk.native.tickets[after.id] = evolve(after, topic_ids=after.topic_ids[:1])
        return self.desk.native.tickets[after.id]


class LosesTheDueDate(Lying):
    def create(self, new):
        made = evolve(self.honest.create(new), due_at=None)
        self.desk.native.tasks[made.id] = made
        return made


class CutsTheZoneOff(Lying):
    def create(self, new):
        return self.honest.create(evolve(new, due_at=new.due_at.astimezone(FAR).replace(tzinfo=UTC)))


class ListsTasksOldestFirst(Lying):
    def of_customer(self, customer_id):
        honest = self.honest.of_customer(customer_id)
        return Listing(lambda: whole(reversed(list(honest))), what="tasks")


class MakesTasksTwice(Lying):
    def create(self, new):
        try:
            return self.honest.create(new)
        except ConflictError:
            return self.honest.create(evolve(new, id=None))


class ReordersComments(Lying):
    def comments(self, task_id):
        honest = self.honest.comments(task_id)
        return Listing(lambda: whole(reversed(list(honest))), what="comments")


class ThrowsLateCommentsAway(Lying):
    def add_comment(self, task_id, new):
        try:
            return self.honest.add_comment(task_id, new)
        except ValidationError:
            return Comment(id="comment-0", vendor="memory", task_id=task_id, text=new.text, author=Author(kind="agent"))


class OpensWhatIsPutOff(Lying):
    """Only two steps together show it: what was closed is open again with another time."""

    def update(self, task_id, change):
        if not isinstance(change.due_at, Unset):
            change = evolve(change, status=TaskStatus.OPEN)
        return self.honest.update(task_id, change)


class AppendsContents(Lying):
    def set_content(self, answer_id, content):
        before = self.honest.get(answer_id).contents
        place = (content.language, content.kind)
        old = "".join(one.text for one in before if (one.language, one.kind) == place)
        return self.honest.set_content(answer_id, evolve(content, text=old + content.text))


class ForgetsLanguages(Lying):
    def set_content(self, answer_id, content):
        after = evolve(self.honest.set_content(answer_id, content), contents=(content,))
        self.desk.native.answers[after.id] = after
        return after


class CutsRecordings(Lying):
    def save_recording(self, message_id, target):
        self.honest.save_recording(message_id, target)
        target.write_bytes(target.read_bytes()[:-1])
        return target


class LeavesAnEmptyFile(Lying):
    def save_recording(self, message_id, target):
        target.write_bytes(b"")
        return self.honest.save_recording(message_id, target)


class SwapsSpeakers(Lying):
    def transcript(self, message_id):
        read = self.honest.transcript(message_id)
        return evolve(read, utterances=sorted(read.utterances, key=lambda one: one.speaker))


class TogglesTheRecorder(Lying):
    def set_recording(self, agent_id, *, recording):
        now = self.honest.recorder(agent_id).recording
        self.honest.set_recording(agent_id, recording=recording and not now)


class TakesNamesForPaths(Lying):
    def save(self, message_id, attachment, target):
        saved = self.honest.save(message_id, attachment, target)
        if attachment.name.startswith(".."):
            (target.parent / attachment.name).write_bytes(saved.read_bytes())
        return saved


class ListsEveryJob(Lying):
    def jobs(self, *, status=None):
        return self.honest.jobs()


class LosesTheLastLine(Lying):
    def read(self, job_id, file):
        honest = self.honest.read(job_id, file)
        return Listing(lambda: whole(list(honest)[:-1]), what="objects")


class CountsInReports(Lying):
    def run(self, query):
        honest = self.honest.run(query)
        return Listing(lambda: whole([{**one, "tickets": int(one["tickets"])} for one in honest]), what="rows")


class ForgetsTheEnd(Lying):
    def all(self, *, since, until=None):
        return self.honest.all(since=since)


class AcceptsAnything(Lying):
    def receive(self, headers, body):
        return tuple(self.desk.native.events.values())


class LooksBeforeItProves(Lying):
    def receive(self, headers, body):
        try:
            body.decode()
        except UnicodeDecodeError as wrong:
            raise MalformedAnswerError("the delivery is no text", vendor="memory") from wrong
        return self.honest.receive(headers, body)


class DeletesWhatItGives(Lying):
    def poll(self):
        waiting = list(self.honest.poll())
        return Listing(lambda: whole(self.taken(waiting)), what="events")

    def taken(self, waiting):
        self.honest.acknowledge(waiting)
        return waiting


class EmptiesTheQueue(Lying):
    def acknowledge(self, events):
        self.honest.acknowledge(list(self.honest.poll()) if list(events) else [])


class HidesInsteadOfRedacting(Lying):
    def redact(self, message_id):
        message = self.honest.get(message_id)
        self.honest.redact(message_id)
        self.desk.native.messages[message_id] = evolve(self.honest.get(message_id), raw={"content": message.text})


class ErasesTheHeadOnly(Lying):
    """The words stay where they were said."""

    def erase(self, ticket_id, *, confirm):
        said = list(self.desk.messages.of_ticket(ticket_id))
        self.honest.erase(ticket_id, confirm=confirm)
        self.desk.native.messages.update({one.id: one for one in said})


class ErasesUnasked(Lying):
    def erase(self, ticket_id, *, confirm):
        self.honest.erase(ticket_id, confirm=Erase.IRREVERSIBLY if confirm else confirm)


class ShowsNotesToAnybody(Lying):
    def render(self, ticket_id, target, *, form, notes):
        return self.honest.render(ticket_id, target, form=form, notes=True)


class IgnoresTheSecondIdentifier(Lying):
    def find(self, *, email=None, external_id=None):
        return self.honest.find(email=email) if email else self.honest.find(external_id=external_id)


class EmptiesAgents(Lying):
    def update(self, agent_id, change):
        roles = change.roles or ()
        external_id = change.external_id or ""
        return self.honest.update(agent_id, evolve(change, roles=roles, external_id=external_id))


class ExchangesTheNumbers(Lying):
    def send_direct(self, new):
        made = self.honest.send_direct(new)
        return evolve(made, sender=made.recipient, recipient=made.sender)


class DropsTheRecording(Lying):
    def log(self, ticket_id, entry):
        self.honest.log(ticket_id, evolve(entry, recording_url=""))


class LinksToAnything(Lying):
    def link(self, ticket_id, survey_id, *, participant_id=None):
        return f"https://example.com/{ticket_id}/{survey_id}"


def over_a_wire(liar):
    """Return a `start` for a desk whose notes travel: faults are switched on as a sandbox's are."""

    @contextmanager
    def start():
        desk, box = sample_desk(), FaultBox()
        role = liar(desk.messages, desk)
        role.box = box
        desk.messages = role
        yield Harness(desk=desk, faults=box)

    return start


class TellsTheTruthAboutWrites(Lying):
    box = None

    def add_note(self, ticket_id, new):
        made = self.honest.add_note(ticket_id, new)
        if self.box.take(("reset_after",), "POST", "/notes"):
            broken = ConnectionFailedError("the connection was reset")
            told = {"vendor": "memory", "operation": "messages.add_note"}
            raise AmbiguousWriteError("the note may be there; list the ticket's messages", **told) from broken
        return made


class RepeatsWrites(TellsTheTruthAboutWrites):
    def add_note(self, ticket_id, new):
        try:
            return super().add_note(ticket_id, new)
        except AmbiguousWriteError:
            return self.honest.add_note(ticket_id, new)


class SwallowsRefusals(TellsTheTruthAboutWrites):
    def add_note(self, ticket_id, new):
        if self.box.take(("unavailable_before",), "POST", "/notes"):
            return next(iter(self.honest.of_ticket(ticket_id)), None)
        return super().add_note(ticket_id, new)


class _Talkative:
    def __repr__(self):
        return "<native of key-4711>"


@contextmanager
def talkative():
    desk = sample_desk()
    desk.native.talk = None if hasattr(desk.native, "__slots__") else _Talkative()
    yield Harness(desk=desk, secrets=("key-4711",))


@contextmanager
def without_raw():
    desk = sample_desk()
    yield Harness(desk=desk, connect=lambda _: nullcontext(desk))


def _any_with_a_sandbox():
    return next(one.name for one in plugins().vendors() if one.sandbox is not None)


@contextmanager
def gives_up_at_once():
    with started(_any_with_a_sandbox()) as honest, honest.connect({"attempts": 1}) as desk:
        yield evolve(honest, desk=desk)


@contextmanager
def shows_what_it_should_not():
    """Calls a secret what every error names."""
    with started(_any_with_a_sandbox()) as honest:
        yield evolve(honest, secrets=(honest.desk.vendor,))


@contextmanager
def loses_what_was_sent():
    with started(_any_with_a_sandbox()) as honest:
        honest.desk.tickets = LosesRaw(honest.desk.tickets, honest.desk)
        yield honest


class LosesRaw(Lying):
    def get(self, ticket_id):
        return evolve(self.honest.get(ticket_id), raw={})


UNDECLARED = declaring(Capability.MESSAGES_SEND, None, without_guard=True)
ASKS_FIRST = declaring(Capability.MESSAGES_SEND, _NO, without_guard=False)
DOES_IT_ANYWAY = declaring(Capability.MESSAGES_SEND, _NO, without_guard=True)
DROPS_A_FIELD = declaring(Capability.CUSTOMER_ADDRESS, _NO, without_guard=True)
NO_REASON = declaring(Capability.CUSTOMER_ADDRESS, Support(Level.PARTIAL, source="x"), without_guard=True)
NO_SOURCE = declaring(Capability.CUSTOMER_ADDRESS, Support(Level.FULL), without_guard=True)
