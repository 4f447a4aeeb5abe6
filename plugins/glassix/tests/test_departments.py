from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

import deskbridge
from deskbridge.errors import NotFoundError, SettingError
from deskbridge.records import GroupId, TicketChange, TicketId
from deskbridge.sandbox import RunningSandbox
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox.seeds import MAIN_DEPARTMENT, OTHER_DEPARTMENT

OPEN = TicketId("13784")
OTHER = GroupId(OTHER_DEPARTMENT)


@pytest.fixture
def other(box: RunningSandbox) -> dict[str, str]:
    """What connects with the other department."""
    return dict(box.sandbox.department_settings(box.url, OTHER_DEPARTMENT))


@pytest.fixture
def both(box: RunningSandbox, other: dict[str, str]) -> Iterator[GlassixDesk]:
    departments = f"{OTHER_DEPARTMENT.upper()}={other['api_secret']}"
    with deskbridge.connect("glassix", **box.settings, departments=departments) as desk:
        yield cast(GlassixDesk, desk)


def test_a_moved_ticket_is_read_where_it_is_and_both_point_to_each_other(
    both: GlassixDesk, other: dict[str, str]
) -> None:
    copy = both.tickets.update(OPEN, TicketChange(group_id=OTHER))
    assert (copy.group_id, copy.moved_from, copy.raw["id"]) == (OTHER, OPEN, int(copy.id))
    assert both.tickets.get(OPEN).moved_to == copy.id
    with deskbridge.connect("glassix", **other) as there:
        assert copy == there.tickets.get(TicketId(copy.id))


def test_without_credentials_a_moved_ticket_is_what_was_known_with_its_new_id(
    box: RunningSandbox, desk: GlassixDesk
) -> None:
    before = desk.tickets.get(OPEN)
    copy = desk.tickets.update(OPEN, TicketChange(group_id=OTHER))
    assert (copy.subject, copy.group_id, copy.moved_from, dict(copy.raw)) == (before.subject, OTHER, OPEN, {})
    assert desk.tickets.get(OPEN).moved_to == copy.id
    assert f"GET /api/v1.2/tickets/get/{copy.id}" not in box.sandbox.counters.by_operation


def test_credentials_that_are_wrong_do_not_lose_the_new_id(box: RunningSandbox) -> None:
    with deskbridge.connect("glassix", **box.settings, departments=f"{OTHER_DEPARTMENT}=wrong") as desk:
        copy = desk.tickets.update(OPEN, TicketChange(group_id=OTHER))
    assert int(copy.id) in box.sandbox.world.tickets
    assert copy.id != OPEN


def test_the_departments_of_the_settings_are_the_groups(box: RunningSandbox, both: GlassixDesk) -> None:
    assert [one.id.lower() for one in both.groups.all()] == [MAIN_DEPARTMENT, OTHER_DEPARTMENT]
    assert both.groups.get(OTHER).id.lower() == OTHER
    assert both.groups.is_open(OTHER) in {True, False}
    with pytest.raises(NotFoundError):
        both.groups.get(GroupId("5baf94b7-0000-4442-81a5-27ac4dd1f03f"))
    assert box.sandbox.state()["token_calls"] == 0


@pytest.mark.parametrize("written", ["key", "=secret", "key=", "a=s3cr3t b"])
def test_departments_of_another_form_are_refused_and_not_shown(box: RunningSandbox, written: str) -> None:
    with pytest.raises(SettingError) as caught:
        deskbridge.connect("glassix", **box.settings, departments=written)
    assert caught.value.field == "departments"
    assert "s3cr3t" not in f"{caught.value} {caught.value!r}"


def test_a_secret_may_have_the_sign_in_it(box: RunningSandbox) -> None:
    with deskbridge.connect("glassix", **box.settings, departments="a=b=c== d=e") as desk:
        assert [one.id for one in desk.groups.all()] == [MAIN_DEPARTMENT, "a", "d"]
