"""The rows of the matrix that no fault makes: a record that was deleted, or merged into another, or erased.

Every class of operations meets them, as it meets the faults of `deskbridge_contract_tests.suites.matrix`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from deskbridge.capabilities import Capability
from deskbridge.errors import DeskbridgeError, MergedError, NotFoundError, ValidationError
from deskbridge.records import Erase, TicketChange, TicketId, TicketStatus
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.samples import Samples, Subject, lacked
from deskbridge_contract_tests.suites.operations.base import Kind, Setting
from deskbridge_contract_tests.suites.operations.deleting import gone
from deskbridge_contract_tests.suites.operations.naming import NAMINGS, Naming
from deskbridge_contract_tests.suites.told import Outcome, check_told, outcome_of

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

_FOLLOWED_BY = {Subject.CUSTOMER: "merged_from", Subject.TICKET: "moved_from"}
"""Where a record tells by which other id it was asked for."""
_FINAL = {Capability.TICKETS_ERASE, Capability.MESSAGES_SEND}
"""What may be followed to the survivor, and can't be undone there."""
_MERGEABLE = [
    one
    for one in NAMINGS
    if one.subject in _FOLLOWED_BY
    and one.what not in _FINAL
    and (one.owner or one.kind in (Kind.READ, Kind.LIST, Kind.DELETE))
]
_OF_TICKETS = [one for one in NAMINGS if one.subject is Subject.TICKET]


def _rows(namings: Iterable[Naming]) -> list[ParameterSet]:
    return [pytest.param(one, marks=needs(one.what, *one.needs), id=str(one)) for one in namings]


class GoneSuite:
    """What is not there any more is told as what it is; nothing is done to nobody, and nothing to somebody else."""

    @pytest.mark.parametrize("naming", _rows(NAMINGS))
    def test_what_was_deleted_is_not_found(
        self, harness: Harness, maker: Maker, samples: Samples, naming: Naming
    ) -> None:
        """What was deleted is `NotFoundError` to all that name it. Who writes again must hear that it is gone.

        Usually wrong: an empty list, or a success on nothing.
        """
        setting = Setting(harness=harness, maker=maker, samples=samples)
        ident = gone(setting, naming.subject)
        outcome = outcome_of(lambda: naming.call(setting, ident))
        where = f"{naming.what} on a {naming.subject} that is gone"
        if outcome.error is None:
            assert naming.may_be_empty, f"{where} ended as if it were there"
            assert outcome.value == [], f"{where} gave something"
            return
        assert isinstance(outcome.error, naming.ends), f"{where} ended in {outcome.error!r}"
        check_told(harness, outcome.error)
        assert _names(outcome.error, ident), f"{where} does not name the id in {outcome.error}"
        assert not outcome.error.retryable, f"{where} may not be repeated: it stays gone"

    @pytest.mark.parametrize("naming", _rows(_MERGEABLE))
    def test_what_was_merged_is_followed_or_told(
        self, harness: Harness, maker: Maker, samples: Samples, naming: Naming
    ) -> None:
        """A merged record is followed, or both ids are told. Old ids stand in other systems for years.

        Usually wrong: the old id is just gone.
        """
        old, new = samples.merged.get(naming.subject) or lacked(f"{naming.subject} that was merged")
        setting = Setting(harness=harness, maker=maker, samples=samples)
        outcome = outcome_of(lambda: naming.call(setting, old))
        where = f"{naming.what} by the id of a {naming.subject} that was merged"
        if naming.kind is Kind.READ:
            _check_read(naming, outcome, old, new, where)
        elif outcome.error is not None:
            _check_merge_told(harness, naming, outcome, old, new, where)
        else:
            _check_followed(setting, naming, outcome.value, new, where)
        _check_survives(setting, naming.subject, new)

    @needs(Capability.TICKETS_ERASE, Capability.TICKETS_GET)
    @pytest.mark.parametrize("naming", _rows(_OF_TICKETS))
    def test_an_erased_ticket_is_refused_or_stays_erased(
        self, harness: Harness, maker: Maker, samples: Samples, naming: Naming
    ) -> None:
        """What is written to an erased ticket brings nothing back. Who was forgotten must stay forgotten.

        Usually wrong: a change writes the old subject again.
        """
        setting = Setting(harness=harness, maker=maker, samples=samples)
        ident = erased(setting)
        outcome = outcome_of(lambda: naming.call(setting, ident))
        where = f"{naming.what} on an erased ticket"
        if outcome.error is not None:
            assert isinstance(outcome.error, NotFoundError | ValidationError), f"{where} ended in {outcome.error!r}"
            check_told(harness, outcome.error)
        elif naming.owner:
            assert ident == getattr(outcome.value, naming.owner), f"{where} was done to another ticket"
        read = outcome_of(lambda: setting.desk.tickets.get(TicketId(ident)))
        if read.error is not None:
            assert isinstance(read.error, NotFoundError), f"an erased ticket can't be read: {read.error!r}"
        else:
            assert getattr(read.value, "erased", False), f"{where} undid that it is erased"


def erased(setting: Setting) -> str:
    """Erase a ticket and return its id; where the vendor takes closed ones only, close it before."""
    ident = TicketId(setting.maker.open_ticket().id)
    outcome = outcome_of(lambda: setting.desk.tickets.erase(ident, confirm=Erase.IRREVERSIBLY))
    if isinstance(outcome.error, ValidationError):
        setting.desk.tickets.update(ident, TicketChange(status=TicketStatus.CLOSED, force=True))
        setting.desk.tickets.erase(ident, confirm=Erase.IRREVERSIBLY)
    return ident


def _names(error: DeskbridgeError, ident: str) -> bool:
    """Whether an error names an id, or of one that is put together the part to which the rest belongs."""
    return any(part in error.text for part in re.findall(r"[\w-]+", ident))


def _check_read(naming: Naming, outcome: Outcome, old: str, new: str, where: str) -> None:
    assert outcome.error is None, f"{where} ended in {outcome.error!r}: it is followed once"
    asked = getattr(outcome.value, _FOLLOWED_BY[naming.subject])
    assert (new, old) == (getattr(outcome.value, "id", ""), asked), f"{where} does not tell that it followed"


def _check_merge_told(harness: Harness, naming: Naming, outcome: Outcome, old: str, new: str, where: str) -> None:
    """See that both ids are told; of a change, that there is none of that id is enough."""
    assert outcome.error is not None
    check_told(harness, outcome.error)
    if isinstance(outcome.error, MergedError):
        assert (old, new) == (outcome.error.old_id, outcome.error.new_id), f"{where} told other ids"
    else:
        enough = naming.kind in (Kind.CHANGE, Kind.DELETE) and isinstance(outcome.error, NotFoundError)
        assert enough, f"{where} ended in {outcome.error!r}"


def _check_followed(setting: Setting, naming: Naming, value: object, new: str, where: str) -> None:
    assert naming.kind is not Kind.DELETE, f"{where} ended as if there were something to delete by it"
    if naming.kind is Kind.LIST:
        assert naming.call(setting, new) == value, f"{where} gave something else than by the survivor's"
    else:
        assert new == getattr(value, naming.owner), f"{where} was done to neither"


def _check_survives(setting: Setting, subject: Subject, new: str) -> None:
    get = next(one for one in NAMINGS if one.subject is subject and one.kind is Kind.READ)
    if setting.harness.possible(get.what):
        outcome = outcome_of(lambda: get.call(setting, new))
        assert outcome.error is None, f"the {subject} that another was merged into can't be read: {outcome.error!r}"
