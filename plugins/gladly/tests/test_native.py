from __future__ import annotations

import re

import pytest

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.wire import unstructure
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.wire.items import ActivityBody, CustomerBody, ItemBody


def _job(gladly, status="COMPLETED"):
    return next(job.id for job in gladly.store.jobs.values() if job.status == status)


def test_the_native_client_stands_beside_the_roles(gladly):
    assert isinstance(gladly.desk.native, GladlyClient)
    assert gladly.desk.native.organization.get().name == "Sandbox"


def test_export_jobs_are_listed_and_read(start):
    gladly = start("synthetic:20")
    jobs = gladly.desk.native.exports.jobs()
    assert list(gladly.store.jobs) == [one.id for one in jobs]
    assert jobs[0] == gladly.desk.native.exports.get(jobs[0].id)
    completed = gladly.desk.native.exports.jobs(status="COMPLETED")
    assert {"COMPLETED"} == {one.status for one in completed}
    assert gladly.desk.native.exports.schedules()[0].frequency == "DAILY"


def test_the_lines_of_an_export_file_are_typed_values(gladly):
    lines = gladly.desk.native.exports.items(_job(gladly))
    items = list(lines)
    assert [one.content["content"] for one in items] == [
        "54321",
        "First reply - clears SLA",
        "2nd customer reply",
        "Testing",
    ]
    assert (list(next(iter(gladly.store.jobs.values())).items), 0) == (unstructure(items), lines.skipped)


@pytest.mark.parametrize("file", ["customers", "agents", "topics"])
def test_each_other_file_has_its_shape(start, file):
    gladly = start("synthetic:20")
    lines = getattr(gladly.desk.native.exports, file)(_job(gladly))
    assert all(one.id and one.name is not None for one in lines)
    assert lines.skipped == 0


def test_a_file_that_breaks_in_the_middle_is_read_to_its_end(start):
    gladly = start("synthetic:60")
    job = _job(gladly)
    whole = [one.id for one in gladly.desk.native.exports.items(job)]
    gladly.fault("cut_body", path="/files/")
    assert whole == [one.id for one in gladly.desk.native.exports.items(job)]


def test_a_file_that_is_gone_is_not_found_when_it_is_read(gladly):
    lines = gladly.desk.native.exports.items("none")
    with pytest.raises(NotFoundError):
        list(lines)


def test_a_job_is_deleted_with_its_files_once_it_has_ended(start):
    gladly = start("synthetic:20")
    exports = gladly.desk.native.exports
    with pytest.raises(ValidationError) as caught:
        exports.delete(_job(gladly, "PENDING"))
    assert caught.value.retryable
    job = _job(gladly)
    exports.delete(job)
    with pytest.raises(NotFoundError):
        exports.get(job)


def test_an_activity_finds_its_customer_by_address(gladly):
    body = ItemBody(
        content=ActivityBody(activity_type="ISSUE", title="Order late"),
        customer=CustomerBody(email_address="person2@person.com"),
    )
    made = gladly.desk.native.items.create(body)
    assert (made.customer_id, made.content["title"]) == ("OPy0kbYIQp-mr3IcdQRWqw", "Order late")
    gladly.desk.native.items.delete(made.id)
    with pytest.raises(NotFoundError):
        gladly.desk.native.items.get(made.id)


def test_items_are_narrowed_to_a_session(gladly):
    found = gladly.desk.native.items.in_conversation("mTs0fj5qSo63Sg4RRuulPQ", session_id="none")
    assert (len(found), found.truncated) == (0, False)


def test_ids_of_our_own_are_url_safe_begin_with_a_letter_and_are_never_the_same():
    made = {new_id() for _ in range(1_000)}
    assert (1_000, {22}) == (len(made), {len(one) for one in made})
    assert all(re.fullmatch(r"[A-Za-z][\w-]{21}", one, re.ASCII) for one in made)
