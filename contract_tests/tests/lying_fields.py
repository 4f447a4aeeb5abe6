"""Desks that lie about single fields: accepted and lost, changed on their way, refused and written all the same."""

from contextlib import contextmanager
from uuid import uuid4

import orjson
from attrs import evolve, frozen
from lying import Lying

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.errors import ConflictError, UnsupportedError, ValidationError
from deskbridge.hookspecs import hookimpl
from deskbridge.listing import Listing, whole
from deskbridge.memory import CAPABILITIES
from deskbridge.memory.sample import REPORT, sample_desk
from deskbridge.outputs import Column, ExportFile, Outputs, ReportKind
from deskbridge.plugins import Vendor, plugins
from deskbridge.records import (
    Author,
    AuthorKind,
    Customer,
    IdentifierKind,
    MessageKind,
    TicketChange,
    Unset,
    freeze,
)
from deskbridge_contract_tests import Harness


class ChangesWhatIsWritten(Lying):
    """Hands on another value than it was given, in all that makes or changes."""

    def changed(self, new):
        return new

    def create(self, new):
        return self.honest.create(self.changed(new))

    def update(self, ident, change):
        return self.honest.update(ident, self.changed(change))


class DropsNetworks(ChangesWhatIsWritten):
    def changed(self, new):
        if isinstance(new.identifiers, Unset):
            return new
        return evolve(new, identifiers=[one for one in new.identifiers if one.kind is not IdentifierKind.SOCIAL])


class CutsExtensions(ChangesWhatIsWritten):
    def changed(self, new):
        if isinstance(new.identifiers, Unset):
            return new
        cut = [evolve(one, value=one.value.partition(" ext.")[0]) for one in new.identifiers]
        return evolve(new, identifiers=cut)


class CutsNames(ChangesWhatIsWritten):
    def changed(self, new):
        return new if isinstance(new.name, Unset) else evolve(new, name=new.name[:50])


class WritesAttributesAsTexts(ChangesWhatIsWritten):
    def changed(self, new):
        if isinstance(new.attributes, Unset):
            return new
        return evolve(new, attributes={name: str(value) for name, value in new.attributes.items()})


class ForgetsAttributes(ChangesWhatIsWritten):
    def changed(self, new):
        return new if isinstance(new.attributes, Unset) else evolve(new, attributes={})


class MergesAttributes(Lying):
    def update(self, customer_id, change):
        if isinstance(change.attributes, Unset):
            return self.honest.update(customer_id, change)
        merged = {**self.honest.get(customer_id).attributes, **change.attributes}
        return self.honest.update(customer_id, evolve(change, attributes=merged))


class RefusesAndChanges(Lying):
    def update(self, customer_id, change):
        made = self.honest.update(customer_id, change)
        if not isinstance(change.name, Unset) and len(change.name) > 100:
            raise ValidationError("the name is too long")
        return made


class MakesASecond(Lying):
    """Takes what is taken: a second record comes of it."""

    def create(self, new):
        try:
            return self.honest.create(new)
        except ConflictError:
            return self.honest.create(evolve(new, identifiers=()))


class IgnoresTheChannel(Lying):
    def create(self, new):
        return self.honest.create(evolve(new, channel=None))


class TakesTheFittingChannel(Lying):
    def create(self, new):
        made = self.honest.create(new)
        if new.channel and new.channel.kind == "sms" and new.requester.identifier.kind is IdentifierKind.EMAIL:
            made = evolve(made, channel=evolve(new.channel, kind=type(new.channel.kind)("email")))
            self.desk.native.tickets[made.id] = made
        return made


class StaysInItsGroup(Lying):
    def update(self, ticket_id, change):
        if not isinstance(change.group_id, Unset):
            change = evolve(change, group_id=self.honest.get(ticket_id).group_id)
        return self.honest.update(ticket_id, change)


class OpensAnywhere(Lying):
    def create(self, new):
        return self.honest.create(evolve(new, group_id=None))


class KnowsTenFields(ChangesWhatIsWritten):
    def changed(self, new):
        if isinstance(new.fields, Unset):
            return new
        return evolve(new, fields={name: value for name, value in new.fields.items() if len(name) < 16})


class ForgetsFields(ChangesWhatIsWritten):
    def changed(self, new):
        return new if isinstance(new.fields, Unset) else evolve(new, fields={})


class CutsFields(ChangesWhatIsWritten):
    def changed(self, new):
        if isinstance(new.fields, Unset):
            return new
        return evolve(new, fields={name: shorter(value) for name, value in new.fields.items()})


def shorter(value):
    return value[:120] if isinstance(value, str) else value


class MergesFields(Lying):
    def update(self, ticket_id, change):
        if isinstance(change.fields, Unset):
            return self.honest.update(ticket_id, change)
        merged = {**self.honest.get(ticket_id).fields, **change.fields}
        return self.honest.update(ticket_id, evolve(change, fields=merged))


class KeepsTheAgent(Lying):
    """Takes None for "not set"."""

    def update(self, ticket_id, change):
        return self.honest.update(ticket_id, TicketChange() if change.agent_id is None else change)


def imports(**changes):
    """Return a role that hands on another past message than it was given."""

    class Imports(Lying):
        def import_past(self, ticket_id, past):
            return self.honest.import_past(ticket_id, evolve(past, **changes))

    return Imports


ImportsAsItself = imports(author=Author(kind=AuthorKind.API, id="importer"))
ImportsNotesOnly = imports(kind=MessageKind.NOTE)
ImportsWithoutFiles = imports(attachments=())
ImportsWithoutDetails = imports(details={})
ImportsAsText = imports(html="")


class ImportsTwice(Lying):
    def import_past(self, ticket_id, past):
        self.honest.import_past(ticket_id, past)
        return self.honest.import_past(ticket_id, past)


class SaysOnlyTheTitle(Lying):
    def add_activity(self, customer_id, new):
        return self.honest.add_activity(customer_id, evolve(new, text=""))


class RenamesNobody(Lying):
    def update(self, agent_id, change):
        raise UnsupportedError(Capability.AGENT_NAME, vendor="memory", reason="Nobody can be renamed.")


class IsAlwaysAway(Lying):
    def update(self, agent_id, change):
        away = type(change.availability)("away") if not isinstance(change.availability, Unset) else change.availability
        return self.honest.update(agent_id, evolve(change, availability=away))


class IgnoresKinds(Lying):
    def all(self, *, since, until=None, kinds=None):
        return self.honest.all(since=since, until=until)


class TakesNoKindsForAll(Lying):
    def all(self, *, since, until=None, kinds=None):
        return self.honest.all(since=since, until=until, kinds=kinds or None)


class LosesAKind(Lying):
    def all(self, *, since, until=None, kinds=None):
        honest = self.honest.all(since=since, until=until, kinds=kinds)
        return honest if kinds is None else Listing(lambda: whole(list(honest)[1:]), what="events")


class TakesTheRestOffToo(Lying):
    """Takes a topic off, and all that were put on after it."""

    def remove(self, ticket_id, topic_id):
        held = self.desk.native.tickets[ticket_id].topic_ids
        for one in held[held.index(topic_id) :] if topic_id in held else ():
            self.honest.remove(ticket_id, one)


@frozen
class Plugin:
    """A vendor that exists for its declaration."""

    name: str
    outputs: Outputs

    @hookimpl
    def deskbridge_vendor(self):
        return Vendor(
            name=self.name,
            title=self.name,
            settings=dict,
            capabilities=lambda: CAPABILITIES,
            connect=lambda *_: sample_desk(),
            outputs=lambda: self.outputs,
        )


def read(line):
    said = orjson.loads(line)
    return Customer(id=f"{said['name']} {said['job']}", vendor="memory", name=said["name"])


def read_badly(line):
    return evolve(read(line), id="always-the-same")


def with_key(line):
    return freeze({**line, "id": f"{line['name']} {line['job']}"})


NAME, JOB, ID = Column("name", ("name",)), Column("job", ("job",)), Column("id", ("id",))
FILE = ExportFile(name="customers.jsonl", columns=(ID, NAME, JOB), kind=Customer, record=read)
TABLE = ReportKind(name=REPORT.name, sums=("tickets",))
WRONG = {
    "nothing": Outputs(files=(FILE,), reports=(TABLE,)),
    "the record": Outputs(files=(evolve(FILE, record=read_badly),)),
    "a column": Outputs(files=(evolve(FILE, columns=(ID, NAME, Column("job", ("jobs",)))),)),
    "the sums": Outputs(reports=(evolve(TABLE, sums=("day",)),)),
    "the columns of sums": Outputs(reports=(evolve(TABLE, sums=("minutes",)),)),
    "names": Outputs(reports=(TABLE, TABLE)),
    "names of files": Outputs(files=(FILE, FILE)),
}


class LinesWithKeys(Lying):
    def read(self, job_id, file):
        honest = self.honest.read(job_id, file)
        return Listing(lambda: whole(map(with_key, honest)), what="lines")


def outputs(wrong):
    """Return a `start` for a desk whose vendor declares of its files and reports what is so but for one thing."""

    @contextmanager
    def start():
        name = f"made-up-{uuid4().hex}"
        plugins().register(Plugin(name, WRONG[wrong]), name=name)
        desk = sample_desk()
        desk.capabilities = Capabilities(name, CAPABILITIES.rows)
        desk.exports = LinesWithKeys(desk.exports, desk)
        try:
            yield Harness(desk=desk)
        finally:  # else every later test of the process meets a vendor more
            plugins()._manager.unregister(name=name)

    return start
