"""The contacts of a workspace, found by identifier, and their merging.

Contacts belong to the workspace, not to a department (inferred: `contacts/get` takes no department).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.refusal import invalid, unknown
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import stamp

NAME_LENGTH = 25
_PHONE = re.compile(r"[0-9]{5,15}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = 254


def checked(kind: str, identifier: str) -> str:
    """Check an identifier's form and return it as it is kept.

    Phones are international digits; a leading + is dropped, as the C# client's own example has one. The other
    limits are inferred.

    Raises:
        RefusedError: 400.
    """
    value = identifier.strip()
    if kind == "PhoneNumber":
        value = value.removeprefix("+")
    wanted = {"PhoneNumber": _PHONE, "MailAddress": _MAIL}.get(kind)
    if not value or len(value) > _LONGEST or (wanted and not wanted.fullmatch(value)):
        raise invalid(f"{identifier!r} is not a valid {kind}.")
    return value


def _key(kind: str, identifier: str) -> tuple[str, str]:
    return kind, identifier.lower() if kind == "MailAddress" else identifier


class ContactBook:
    """Contacts by id and by identifier; mail addresses are matched without regard to case."""

    def __init__(self, new_guid: Callable[[str], str]) -> None:
        self._new_guid = new_guid
        self._held: dict[str, Wire] = {}
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._next_identifier = 26_361

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, contact_id: str) -> bool:
        return contact_id in self._held

    def get(self, contact_id: str) -> Wire:
        """Return a contact.

        Raises:
            RefusedError: 404; also if it was merged into another (inferred).
        """
        found = self._held.get(contact_id.lower())
        if found is None:
            raise unknown(f"Contact {contact_id[:64]!r} was not found.")
        return found

    def find(self, kind: str, identifier: str) -> Wire | None:
        """Return the contact that has an identifier."""
        return self._held.get(self._by_identifier.get(_key(kind, identifier), ""))

    def add(self, contact: Wire) -> Wire:
        """Take a contact that is ready, with its identifiers."""
        self._held[contact["id"]] = contact
        for one in contact["identifiers"]:
            self._by_identifier[_key(one["identifierType"], one["identifier"])] = contact["id"]
            self._next_identifier = max(self._next_identifier, one["id"] + 1)
        return contact

    def new(self, name: str, now: datetime) -> Wire:
        """Make a contact without identifiers.

        A longer name than a contact may have is cut: inferred, as such participants are known to be accepted.
        """
        when = stamp(now)
        return self.add(
            shapes.contact(
                self._new_guid("contact"),
                name=name[:NAME_LENGTH].strip(),
                creationDateTime=when,
                updateDateTime=when,
            )
        )

    def identify(self, contact: Wire, kind: str, identifier: str, now: datetime) -> None:
        """Give a contact an identifier that nobody else has."""
        self._by_identifier[_key(kind, identifier)] = contact["id"]
        contact["identifiers"].append(
            shapes.contact_identifier(
                self._next_identifier,
                contact["id"],
                identifierType=kind,
                identifier=identifier,
                lastAccessed=stamp(now),
            )
        )
        self._next_identifier += 1
        contact["updateDateTime"] = stamp(now)

    def for_participant(self, kind: str, identifier: str, name: str, now: datetime) -> Wire:
        """Return the contact of a new ticket's participant: whose identifier it is, or a new one."""
        found = self.find(kind, identifier)
        if found is None:
            found = self.new(name, now)
            self.identify(found, kind, identifier, now)
            return found
        for one in found["identifiers"]:
            if _key(one["identifierType"], one["identifier"]) == _key(kind, identifier):
                one["lastAccessed"] = stamp(now)
        return found

    def forget(self, contact: Wire, identifier_id: int, now: datetime) -> None:
        """Take an identifier from a contact; it is no longer listed.

        Raises:
            RefusedError: 400, the contact has no such identifier (inferred).
        """
        for one in contact["identifiers"]:
            if one["id"] == identifier_id:
                contact["identifiers"].remove(one)
                self._by_identifier.pop(_key(one["identifierType"], one["identifier"]), None)
                contact["updateDateTime"] = stamp(now)
                return
        raise invalid(f"Identifier {identifier_id} does not belong to the contact.")

    def merge(self, kept: Wire, other: Wire, now: datetime) -> None:
        """Move everything of another contact to this one; the other is gone."""
        for one in other["identifiers"]:
            one["contactId"] = kept["id"]
            self._by_identifier[_key(one["identifierType"], one["identifier"])] = kept["id"]
        kept["identifiers"].extend(other["identifiers"])
        kept["tags"] = list(dict.fromkeys([*kept["tags"], *other["tags"]]))
        kept["updateDateTime"] = stamp(now)
        del self._held[other["id"]]
