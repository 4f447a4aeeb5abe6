"""A declaration is whole, gives reasons, and is kept: what is not possible is refused before a request is sent."""

from __future__ import annotations

from collections.abc import Iterator

from deskbridge.capabilities import Capability, Level
from deskbridge.errors import DeskbridgeError, UnsupportedError
from deskbridge.listing import Listing
from deskbridge_contract_tests.asking import CALLS, LISTINGS, Call, writes
from deskbridge_contract_tests.harness import Harness

_READING = {
    *LISTINGS,
    Capability.CUSTOMERS_GET,
    Capability.TICKETS_GET,
    Capability.MESSAGES_GET,
    Capability.TASKS_GET,
    Capability.ANSWERS_GET,
    Capability.CALLS_TRANSCRIPT,
    Capability.CALLS_RECORDER,
    Capability.GROUPS_IS_OPEN,
    Capability.EVENTS_RECEIVE,
}
"""What is called just to see: a write to an id that we made up might meet one that is somebody's."""
_REASONED = {Level.PARTIAL, Level.EMULATED, Level.UNSUPPORTED, Level.NOT_IMPLEMENTED}


class HonestySuite:
    """The declaration, and its refusals."""

    def test_every_capability_is_declared(self, harness: Harness) -> None:
        """Each capability has a row. A plan for a migration can't be made of what nobody answered.

        Usually wrong: a row was forgotten, or the capability is newer than the plugin.
        """
        missing = [str(one) for one in harness.desk.capabilities.undeclared]
        assert missing == [], "the declaration leaves capabilities out"

    def test_every_restriction_gives_its_reason(self, harness: Harness) -> None:
        """Below `FULL` a note says what is missing or what it costs. Users decide by it before they buy.

        Usually wrong: the note is left empty.
        """
        rows = harness.desk.capabilities.items()
        silent = [str(one) for one, row in rows if row.level in _REASONED and not row.note.strip()]
        assert silent == [], "capabilities below FULL have no note"

    def test_every_row_names_its_source(self, harness: Harness) -> None:
        """Each row names where its fact comes from. Who doubts it, or updates it, looks there.

        Usually wrong: the fact was guessed.
        """
        rows = harness.desk.capabilities.items()
        sourceless = [str(one) for one, row in rows if not row.source.strip()]
        assert sourceless == [], "capabilities have no source"

    def test_the_desk_and_its_declaration_have_one_name(self, harness: Harness) -> None:
        """Desk and declaration have one name. Records, errors and tables are matched by it.

        Usually wrong: a title is taken for the name.
        """
        desk = harness.desk
        assert desk.vendor == desk.capabilities.vendor, "the desk and its declaration name different vendors"
        named = getattr(self, "vendor", "") or desk.vendor
        assert named == desk.vendor, f"the desk of {named!r} calls itself something else"

    def test_methods_that_are_not_possible_are_refused_before_a_request(self, harness: Harness) -> None:
        """An impossible method is refused at the call, with its reason. A request costs, and may do harm.

        Usually wrong: the vendor is asked first.
        """
        wrong = [
            complaint
            for capability, call in CALLS.items()
            if not harness.possible(capability)
            for complaint in _complaints(harness, capability, call)
        ]
        assert wrong == [], "methods that are declared as not possible are not refused"
        harness.skip_if_uncounted()

    def test_fields_that_can_not_be_kept_are_refused_before_a_request(self, harness: Harness) -> None:
        """A value that would be lost is refused before a request. Who is not told finds out years later.

        Usually wrong: it is dropped silently.
        """
        wrong = [
            f"{method}: {complaint}"
            for field, calls in writes().items()
            if not harness.possible(field)
            for method, call in calls
            if harness.possible(method)
            for complaint in _complaints(harness, field, call)
        ]
        assert wrong == [], "fields that are declared as not kept can be written"
        harness.skip_if_uncounted()

    def test_methods_that_are_possible_do_not_refuse(self, harness: Harness) -> None:
        """What is declared as possible does not refuse. A migration is planned by the declaration.

        Usually wrong: it is declared, and not written.
        """
        tried = [one for one in CALLS if harness.possible(one) and one in _READING]
        refused = [str(one) for one in tried if _refuses(harness, one)]
        assert refused == [], "methods that are declared as possible are refused"

    def test_listings_send_nothing_before_they_are_iterated(self, harness: Harness) -> None:
        """Listings send nothing before they are iterated. Nobody pays for what is not looked at.

        Usually wrong: a list is made first.
        """
        eager = []
        for capability in (one for one in LISTINGS if harness.possible(one)):
            before = harness.sent()
            made = CALLS[capability](harness.desk)
            if before != harness.sent() or not isinstance(made, Listing) or made.truncated is not None:
                eager.append(str(capability))
        assert eager == [], "methods fetch before they are iterated, or return no Listing"
        harness.skip_if_uncounted()


def _refuses(harness: Harness, capability: Capability) -> bool:
    """Whether a method refuses as one that is not written; that it finds nothing, or wants more, is no refusal."""
    try:
        made = CALLS[capability](harness.desk)
        if isinstance(made, Listing):
            made.first()
    except UnsupportedError as refusal:
        return refusal.capability is capability
    except NotImplementedError:
        return True
    except DeskbridgeError:
        return False
    return False


def _complaints(harness: Harness, capability: Capability, call: Call) -> Iterator[str]:
    before = harness.sent()
    try:
        call(harness.desk)
    except UnsupportedError as refusal:
        if refusal.capability is not capability:
            yield f"{capability}: the refusal names {refusal.capability}"
        if not refusal.reason.strip():
            yield f"{capability}: the refusal gives no reason"
    except Exception as other:  # noqa: BLE001  whatever is raised instead is the complaint
        yield f"{capability}: raised {type(other).__name__} instead of UnsupportedError"
    else:
        yield f"{capability}: was not refused"
    if before != harness.sent():
        yield f"{capability}: sent a request"
