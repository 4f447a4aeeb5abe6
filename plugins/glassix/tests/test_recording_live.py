"""A recording of an account with two departments, for which the sandbox stands here, hides each department's secret."""

from __future__ import annotations

from pathlib import Path

from deskbridge.plugins import plugins
from deskbridge.records import GroupId, Ticket, TicketChange, TicketId
from deskbridge.sandbox import RunningSandbox
from deskbridge_contract_tests.harness import Harness, secrets_of
from deskbridge_contract_tests.recording import Recording, played, recorded
from deskbridge_contract_tests.recording.scanning import findings
from deskbridge_glassix.sandbox.seeds import OTHER_DEPARTMENT


def moved(harness: Harness) -> tuple[list[str], Ticket]:
    """Move a ticket to the other department, where only its own secret reads it."""
    assert harness.each is not None
    with harness.each("test_moved") as desk:
        copy = desk.tickets.update(TicketId("13784"), TicketChange(group_id=GroupId(OTHER_DEPARTMENT)))
        return [one.id for one in desk.groups.all()], copy


def test_the_secret_of_each_department_is_hidden_by_itself_and_the_setting_stays_one(
    tmp_path: Path, box: RunningSandbox
) -> None:
    other = box.sandbox.department_settings(box.url, OTHER_DEPARTMENT)["api_secret"]
    settings = {**box.settings, "departments": f"{OTHER_DEPARTMENT}={other}"}
    with recorded("glassix", tmp_path, settings=settings, live=True) as harness:
        first = moved(harness)
    kept = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert [one for one in (other, box.settings["api_secret"]) if one in kept] == []
    recording = Recording.read(tmp_path)
    assert list(findings(recording, secrets=secrets_of(plugins().vendor("glassix"), settings))) == []
    key, _, hidden = recording.about.settings["departments"].partition("=")
    assert (key, hidden.startswith("hidden-")) == (OTHER_DEPARTMENT, True)
    with played("glassix", tmp_path) as harness:
        assert moved(harness) == first


def test_each_secret_of_a_setting_with_several_is_known() -> None:
    vendor = plugins().vendor("glassix")
    given = {"api_key": "k", "api_secret": "s3cret", "departments": "one=first two= three=third=x"}
    assert set(secrets_of(vendor, given)) >= {"s3cret", "first", "third=x"}
    assert given["departments"] not in secrets_of(vendor, given)
