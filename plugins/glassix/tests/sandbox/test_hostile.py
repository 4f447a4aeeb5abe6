from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = [
    ("POST", "token/get"),
    ("POST", "tickets/create"),
    ("POST", "tickets/send/13784"),
    ("PUT", "tickets/setstate/13784?nextState=Open"),
    ("PUT", "tickets/setfields/13784"),
    ("PUT", "tickets/setdepartment/13784"),
    ("POST", "tickets/addtags/13784"),
    ("POST", "tickets/addnote/13784"),
    ("PUT", "tickets/setparticipantname/13784"),
    ("POST", "tickets/setsummary/13784"),
    ("PUT", "contacts/setname/797f5328-310c-4044-afb1-e62fd72fb725"),
    ("POST", "contacts/addidentifier/797f5328-310c-4044-afb1-e62fd72fb725"),
    ("PUT", "contacts/setuniqueargument/797f5328-310c-4044-afb1-e62fd72fb725"),
    ("POST", "tickets/setfields/13784"),
    ("POST", "tickets/pdf/13784"),
    ("POST", "tickets/html/13784"),
    ("POST", "tickets/generatesurveylink/13784"),
    ("PUT", "users/setstatus"),
    ("POST", "users/add?userType=AGENT&role=SystemUser"),
    ("PUT", "users/setuniqueargument"),
    ("POST", "users/update"),
    ("POST", "users/setroles?userName=agent@example.com"),
    ("POST", "cannedreplies/add"),
    ("POST", "interactivedocuments/send/13784"),
    ("POST", "protocols/send"),
    ("POST", "phonecalls/started/13784"),
    ("POST", "phonecalls/ended/13784"),
    ("POST", "phonecalls/audiolink/13784"),
    ("POST", "webhooks/deleteevents"),
    ("POST", "files/upload"),
]
BODIES = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"1",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b"[" * 5_000,
    b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    b'{"text":"\\ud800"}',
    b'{"text":{"a":1},"html":[1]}',
    b'{"participants":{"a":1}}',
    b'{"participants":[null,1,"x",[]]}',
    b'{"participants":[{"protocolType":1,"identifier":{}}]}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"details":{"source":5}}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"details":{"identityTokenClaims":{"a":{}}}}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"open":"0001-01-01T00:00:00+14:00"}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"open":"9999-12-31T23:59:59-14:00"}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"open":"2024-W01-1"}',
    b'{"participants":[{"protocolType":"Mail","identifier":"a@b.co"}],"transactions":[{"fromParticipant":1}]}',
    b'{"id":123456789012345678901234567890,"name":"x"}',
    b'{"id":true,"name":"x"}',
    b'{"nextName":["x"],"nextUniqueArgument":1,"identifierType":1,"identifier":2}',
    b"[1,null,{}]",
]


def statuses(vendor: Any, method: str, path: str, body: bytes) -> int:
    url = f"{vendor.run.url}/api/v1.2/{path}"
    headers = {"Authorization": f"Bearer {vendor.token}"}
    answer = vendor.pool.request(method, url, body=body, headers=headers, retries=False)
    assert answer.data
    return int(answer.status)


def test_no_body_makes_the_sandbox_fail(vendor: Any) -> None:
    for method, path in PATHS:
        for body in BODIES:
            assert statuses(vendor, method, path, body) in {200, 400, 401, 404}, (path, body)
    assert vendor.get(13784)["state"] == "Open"


@pytest.mark.parametrize(
    "path",
    [
        "tickets/get/" + "9" * 6_000,
        "tickets/get/-1",
        "tickets/get/2147483648",
        "tickets/get/%D9%A1",
        "tickets/get/1e3",
        "tickets/get/%00",
        "tickets/get/%FF%FE",
        "contacts/get/%F0%9F%94%A5",
        "tickets/get/..%2f..%2fetc",
    ],
)
def test_a_nonsensical_id_is_a_404(vendor: Any, path: str) -> None:
    assert statuses(vendor, "GET", path, b"") == 404


@pytest.mark.parametrize("query", ["%FF=%FE", "&&&==", "since", "a=1&" * 200, "since=%00&until=%00", "page=%00"])
def test_a_nonsensical_query_is_a_400(vendor: Any, query: str) -> None:
    assert statuses(vendor, "GET", f"tickets/list?{query}", b"") == 400


def test_a_huge_body_is_refused(vendor: Any) -> None:
    assert statuses(vendor, "POST", "tickets/addnote/13784", b" " * 10_000_001) == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "participants",
                    "transactions",
                    "details",
                    "tags",
                    "text",
                    "type",
                    "identifier",
                    "protocolType",
                    "source",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, where=st.sampled_from(PATHS))
def test_no_json_makes_the_sandbox_fail(vendor: Any, value: Any, where: tuple[str, str]) -> None:
    assert statuses(vendor, *where, json.dumps(value).encode()) in {200, 400, 401, 404}
