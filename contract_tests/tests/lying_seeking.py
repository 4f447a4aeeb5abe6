"""Desks that lie about whom they find, what they delete with it, what is emptied, and what is new; copied beside
`lying`."""

import unicodedata
from datetime import UTC, datetime
from itertools import islice

from attrs import evolve
from lying import Lying

from deskbridge.errors import ConflictError
from deskbridge.listing import Listing, whole
from deskbridge.records import CustomerChange, Identifier, IdentifierKind, Requester, TopicChange
from deskbridge.records.changes import given_fields


class Seeking(Lying):
    """Finds whomever a subclass takes for found, by one identifier."""

    def find(self, **asked):
        if len(asked) != 1:
            return self.honest.find(**asked)
        ((kind, value),) = asked.items()
        return Listing(lambda: whole(self.seen(kind, value)), what="found")

    def seen(self, kind, value):
        return self.honest.find(**{kind: value})


class FindsByEndings(Seeking):
    def seen(self, kind, value):
        known = self.honest.all()
        return [one for one in known if any(text.endswith(value.casefold()) for text in texts(one, kind))]


class FindsByBeginnings(Seeking):
    def seen(self, kind, value):
        known = self.honest.all()
        return [one for one in known if any(text.startswith(value.casefold()) for text in texts(one, kind))]


class FindsTheFirst(Seeking):
    def seen(self, kind, value):
        return islice(self.honest.find(**{kind: value}), 1)


class CallsASharedNumberTaken(Lying):
    """Honest: some vendors let nobody share a number."""

    def create(self, new):
        numbers = [one.value for one in new.identifiers if one.kind is IdentifierKind.PHONE]
        if any(self.honest.find(phone=one).first() for one in numbers):
            raise ConflictError("taken", vendor="memory", operation="customers.create")
        return self.honest.create(new)


def texts(one, kind):
    return [one.email] if hasattr(one, "email") else one.values(IdentifierKind(kind))


class KeepsWhatItRead(Lying):
    def all(self, **bounds):
        asked, kept = self.honest.all(**bounds), []

        def read():
            if not kept:
                kept.append(tuple(asked))
            yield from kept[0]
            return False

        return Listing(read, what="kept")


class GoesRound(Lying):
    """The last page leads to the first."""

    def all(self, **bounds):
        asked = self.honest.all(**bounds)

        def read():
            yield from asked
            while asked.first():
                yield from asked
            return False

        return Listing(read, what="all, again and again")


class TakesEmptyForUnset(Lying):
    def update(self, ident, change):
        given = {name: value for name, value in given_fields(change).items() if value != ""}
        return self.honest.update(ident, type(change)(**given))


class DeletesItsNeighbour(Lying):
    """`ids` are those of the records that there are, in the order in which they were made."""

    def delete(self, ident):
        ids = [one.id for one in self.honest.all()]
        self.honest.delete(ident)
        for neighbour in ids[ids.index(ident) + 1 :][:1]:
            self.honest.delete(neighbour)


class TellsLettersApart(Lying):
    """Takes an address in capitals for another one."""

    def create(self, new):
        try:
            return self.honest.create(new)
        except ConflictError:
            if all(one.original in ("", one.value) for one in new.identifiers):
                raise
            return self.honest.create(evolve(new, identifiers=()))


class WritesOverTheId(Lying):
    """Takes what is new for a change of what has the id already."""

    def create(self, new):
        try:
            return self.honest.create(new)
        except ConflictError as taken:
            if new.id is None or taken.existing_id != new.id:
                raise
            return self.honest.update(new.id, self.changed(new))


class ChangesWhoHasTheId(WritesOverTheId):
    def changed(self, new):
        return CustomerChange(identifiers=new.identifiers)


class RenamesWhatHasTheId(WritesOverTheId):
    def changed(self, new):
        return TopicChange(name=new.name)


class GivesItsOwnIds(Lying):
    """Takes no ids of ours, which is no lie."""

    def create(self, new):
        return self.honest.create(evolve(new, id=None))


class WipesAttributes(Lying):
    def update(self, ident, change):
        return self.honest.update(
            ident, change if "attributes" in given_fields(change) else evolve(change, attributes={})
        )


class WipesNumbers(Lying):
    def update(self, ident, change):
        if "identifiers" not in given_fields(change):
            known = self.honest.get(ident).identifiers
            change = evolve(change, identifiers=tuple(one for one in known if one.kind is not IdentifierKind.PHONE))
        return self.honest.update(ident, change)


class Composes(Lying):
    def add_note(self, ticket_id, new):
        return self.honest.add_note(ticket_id, evolve(new, text=unicodedata.normalize("NFC", new.text)))


class LeavesItsParent(Lying):
    def update(self, ident, change):
        return self.honest.update(
            ident, change if "parent_id" in given_fields(change) else evolve(change, parent_id=None)
        )


class TellsWhatWas(Lying):
    def update(self, ident, change):
        before = next(one for one in self.honest.all() if one.id == ident)
        self.honest.update(ident, change)
        return before


class ChangesTheFirstOnly(Lying):
    def update(self, ident, change):
        first = dict([next(iter(given_fields(change).items()))])
        return self.honest.update(ident, evolve(type(change)(**first), **forced(change)))


def forced(change):
    return {"force": True} if getattr(change, "force", False) else {}


class WantsBothBounds(Lying):
    def all(self, *, active_since=None, active_until=None):
        if active_since is None or active_until is None:
            return self.honest.all()
        return self.honest.all(active_since=active_since, active_until=active_until)


class DropsTheZone(Lying):
    def all(self, **asked):
        times = {name: value.replace(tzinfo=UTC) for name, value in asked.items() if isinstance(value, datetime)}
        return self.honest.all(**asked | times)


class OpensForAnybody(Lying):
    def create(self, new):
        known = new.requester.id is None or new.requester.id in self.desk.native.customers
        return self.honest.create(new if known else evolve(new, requester=ANYBODY))


ANYBODY = Requester(name="Anybody", identifier=Identifier(kind=IdentifierKind.EMAIL, value="anybody@example.com"))


class KnowsNotesByTheirText(Lying):
    def add_note(self, ticket_id, new):
        known = (one for one in self.honest.of_ticket(ticket_id) if new.text and one.text == new.text)
        return next(known, None) or self.honest.add_note(ticket_id, new)


class CutsSeconds(Lying):
    def create(self, new):
        return self.honest.create(evolve(new, due_at=new.due_at.replace(second=0)))
