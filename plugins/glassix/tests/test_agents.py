from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import deskbridge
from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    UnsupportedError,
)
from deskbridge.records import AgentChange, AgentId, AgentKind, Availability, AvailabilityKind, NewAgent
from deskbridge.sandbox import RunningSandbox
from deskbridge_glassix.desk import GlassixDesk

JHON = AgentId("aca76a89-8950-4424-b727-2f277c24a891")
OWN = AgentId("3d1f1c3a-5b0e-4b53-9d59-6a3f0c2f7d01")
NEW = NewAgent(email="new@example.com", external_id="crm-7")


def test_an_agent_tells_kind_roles_external_id_and_availability(desk: GlassixDesk) -> None:
    read = {one.email: one for one in desk.agents.all()}
    jhon = read["agent@example.com"]
    assert (jhon.kind, jhon.roles, jhon.external_id) == (
        AgentKind.PERSON,
        ("SystemUser", "WhatsApp"),
        "johnsCustomArgument",
    )
    assert jhon.availability == Availability(kind=AvailabilityKind.OFFLINE, original="Offline")
    assert read["noa.levi@company.com"].availability == Availability(kind=AvailabilityKind.AWAY, original="Break")
    assert {read["helper.bot@company.com"].kind, read["api.user@example.com"].kind} == {
        AgentKind.BOT,
        AgentKind.INTEGRATION,
    }


def test_an_agent_is_found_by_another_systems_id_and_nobody_by_none(desk: GlassixDesk) -> None:
    assert [one.id for one in desk.agents.find(external_id="johnsCustomArgument")] == [JHON]
    assert list(desk.agents.find(external_id="johnscustomargument")) == []
    assert list(desk.agents.find(external_id="")) == []
    with pytest.raises(InvalidRequestError):
        desk.agents.find()
    with pytest.raises(InvalidRequestError):
        desk.agents.find(email="a@b.example", external_id="x")


def test_a_status_or_type_that_nobody_knows_is_kept(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(200, [{"id": str(JHON), "status": "Lunch", "type": "GHOST"}, {"id": str(OWN)}])]
    strange, bare = connect().agents.all()
    assert strange.availability == Availability(kind=AvailabilityKind.UNKNOWN, original="Lunch")
    assert (strange.kind, strange.raw["type"]) == (AgentKind.UNKNOWN, "GHOST")
    assert (bare.availability, bare.roles, bare.name, bare.email) == (None, (), "", "")


def test_a_new_agent_works_on_tickets_unless_other_roles_are_given(desk: GlassixDesk) -> None:
    made = desk.agents.create(NEW)
    assert (made.email, made.external_id, made.roles, made.kind) == (
        "new@example.com",
        "crm-7",
        ("SystemUser",),
        AgentKind.PERSON,
    )
    assert made == desk.agents.get(AgentId(made.id))


@pytest.mark.parametrize("roles", [("ReadOnly",), ("DepartmentAdmin", "PhoneCall"), ("SystemUser", "EmailSession")])
def test_a_new_agent_has_the_very_roles_that_are_given(desk: GlassixDesk, roles: tuple[str, ...]) -> None:
    made = desk.agents.create(NewAgent(email="new@example.com", kind=AgentKind.INTEGRATION, roles=roles))
    assert (made.roles, made.kind) == (roles, AgentKind.INTEGRATION)


def test_an_address_that_is_taken_is_a_conflict_that_names_the_agent(box: RunningSandbox, desk: GlassixDesk) -> None:
    with pytest.raises(ConflictError) as caught:
        desk.agents.create(NewAgent(email=" Agent@Example.com"))
    assert (caught.value.existing_id, box.sandbox.state()["changes"]) == (JHON, 0)


def test_an_address_that_was_taken_meanwhile_is_a_conflict(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(200, []), (400, {"message": "User new@example.com already exists in the department."})]
    with pytest.raises(ConflictError):
        connect().agents.create(NEW)


@pytest.mark.parametrize(
    "new",
    [
        NewAgent(email="new@example.com", kind=AgentKind.UNKNOWN),
        NewAgent(email="new@example.com", roles=("WhatsApp",)),
    ],
)
def test_what_cannot_become_an_agent_is_refused_before_a_request(
    box: RunningSandbox, desk: GlassixDesk, new: NewAgent
) -> None:
    with pytest.raises(InvalidRequestError, match="nothing was sent"):
        desk.agents.create(new)
    assert box.sandbox.counters.requests == 0


def test_an_agent_whose_roles_are_refused_once_added_is_said_to_be_there(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [(200, []), (200, {"message": "1 users were added."}), (403, {"message": "You are no admin"})]
    with pytest.raises(AmbiguousWriteError, match="was added"):
        connect().agents.create(NewAgent(email="new@example.com", roles=("MasterUser",)))


def test_an_agent_who_is_added_and_not_listed_is_no_success(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.says = [(200, []), (200, {"message": "1 users were added."}), (200, [])]
    with pytest.raises(AmbiguousWriteError, match="look again"):
        connect().agents.create(NEW)


def test_the_tokens_user_is_renamed_and_made_available(desk: GlassixDesk) -> None:
    change = AgentChange(name="Desk Bridge", external_id="bridge", availability=AvailabilityKind.AWAY)
    changed = desk.agents.update(OWN, change)
    assert changed == desk.agents.get(OWN)
    assert (changed.name, changed.external_id) == ("Desk Bridge", "bridge")
    assert changed.availability == Availability(kind=AvailabilityKind.AWAY, original="Break")
    assert desk.agents.update(OWN, AgentChange(external_id="")).external_id == ""


def test_what_the_vendor_took_and_does_not_show_yet_is_returned(box: RunningSandbox, desk: GlassixDesk) -> None:
    box.sandbox.world.switches.user_lag_seconds = 30
    changed = desk.agents.update(OWN, AgentChange(name="Later", availability=AvailabilityKind.ONLINE))
    assert (changed.name, changed.raw["fullName"]) == ("Later", "API User")
    assert changed.availability is not None
    assert changed.availability.kind is AvailabilityKind.ONLINE


def test_a_break_of_another_kind_stays_the_one_it_is(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    user = {"id": str(OWN), "UserName": "A@b.example", "status": "Break3"}
    canned.says = [(200, [user]), (200, {"message": "ok"}), (200, [user])]
    changed = connect().agents.update(OWN, AgentChange(availability=AvailabilityKind.AWAY))
    assert changed.availability == Availability(kind=AvailabilityKind.AWAY, original="Break3")


@pytest.mark.parametrize(
    "change",
    [
        AgentChange(name="x"),
        AgentChange(external_id="x", roles=("SystemUser",)),
        AgentChange(availability=AvailabilityKind.ONLINE),
    ],
)
def test_another_user_is_changed_by_their_own_token_only(
    box: RunningSandbox, desk: GlassixDesk, change: AgentChange
) -> None:
    with pytest.raises(UnsupportedError, match=r"user_name agent@example\.com"):
        desk.agents.update(JHON, change)
    assert box.sandbox.state()["changes"] == 0


def test_roles_of_anybody_are_replaced_by_an_admin(desk: GlassixDesk) -> None:
    assert desk.agents.update(JHON, AgentChange(roles=("ReadOnly",))).roles == ("ReadOnly",)


def test_roles_are_not_replaced_by_others(box: RunningSandbox) -> None:
    (own,) = (one for one in box.sandbox.world.departments[box.settings["api_key"]].users.values() if one["id"] == OWN)
    own["roles"] = ["SystemUser"]
    with deskbridge.connect("glassix", **box.settings) as desk, pytest.raises(PermissionDeniedError):
        desk.agents.update(JHON, AgentChange(roles=("ReadOnly",)))


def test_no_change_is_no_write(box: RunningSandbox, desk: GlassixDesk) -> None:
    assert desk.agents.update(JHON, AgentChange()) == desk.agents.get(JHON)
    assert box.sandbox.state()["changes"] == 0


def test_an_unknown_availability_cannot_be_set(box: RunningSandbox, desk: GlassixDesk) -> None:
    with pytest.raises(InvalidRequestError, match="nothing was sent"):
        desk.agents.update(OWN, AgentChange(availability=AvailabilityKind.UNKNOWN))
    assert box.sandbox.counters.requests == 0


def test_an_agent_who_is_deleted_is_not_there(desk: GlassixDesk) -> None:
    desk.agents.delete(JHON)
    for act in (desk.agents.get, desk.agents.delete, lambda one: desk.agents.update(one, AgentChange())):
        with pytest.raises(NotFoundError):
            act(JHON)
