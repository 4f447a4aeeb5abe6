from __future__ import annotations

from typing import Any


def test_everything_that_the_sample_holds_can_be_read(sample: Any) -> None:
    jobs = sample.get("/export/jobs?status=COMPLETED")
    customers = sample.lines(f"/export/jobs/{jobs[0]['id']}/files/customers.jsonl")
    assert len(customers) == 6
    assert len(sample.get("/customer-profiles?email=person3%2B1%40person.com")) == 1
