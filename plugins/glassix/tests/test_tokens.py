from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import deskbridge
from deskbridge.errors import AuthenticationError, DeskbridgeError, MalformedAnswerError, VendorError
from deskbridge.records import GroupId
from deskbridge.sandbox import Fault, RunningSandbox
from deskbridge.settings import Secret
from deskbridge_glassix.client.tokens import TokenApi
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.settings import GlassixSettings


def token_calls(box: RunningSandbox) -> int:
    calls: int = box.sandbox.state()["token_calls"]
    return calls


def test_eight_threads_ask_for_one_token(box: RunningSandbox, desk: GlassixDesk) -> None:
    barrier = threading.Barrier(8)

    def read(_: int) -> int:
        barrier.wait()
        return len(list(desk.topics.all()))

    with ThreadPoolExecutor(8) as threads:
        counted = set(threads.map(read, range(8)))
    assert (len(counted), token_calls(box)) == (1, 1)


def test_desks_of_one_account_share_its_token_and_one_may_close_before_the_other(box: RunningSandbox) -> None:
    with deskbridge.connect("glassix", **box.settings) as first:
        list(first.topics.all())
    with deskbridge.connect("glassix", **box.settings) as second:
        assert list(second.topics.all())
        box.sandbox.faults.add(Fault("expired_token", 1))
        assert list(second.topics.all())
    assert token_calls(box) == 2


def test_a_token_that_expired_is_renewed_once(box: RunningSandbox, desk: GlassixDesk) -> None:
    list(desk.topics.all())
    box.sandbox.faults.add(Fault("expired_token", 1, path="/tenants/"))
    assert list(desk.topics.all())
    assert token_calls(box) == 2


def test_a_token_that_is_never_accepted_is_an_error(box: RunningSandbox, desk: GlassixDesk) -> None:
    box.sandbox.faults.add(Fault("expired_token", 100, path="/tenants/"))
    with pytest.raises(AuthenticationError):
        list(desk.topics.all())
    assert token_calls(box) == 2


def test_another_secret_does_not_get_in_by_somebody_elses_token(box: RunningSandbox, desk: GlassixDesk) -> None:
    list(desk.topics.all())
    with (
        deskbridge.connect("glassix", **{**box.settings, "api_secret": "an-0ther-s3cret"}) as other,
        pytest.raises(AuthenticationError) as caught,
    ):
        list(other.topics.all())
    assert "an-0ther-s3cret" not in f"{caught.value!r} {caught.value} {other!r} {vars(caught.value)}"


def test_a_token_lives_for_as_long_as_the_vendor_says_fractions_included(
    canned: Any, connect: Callable[..., GlassixDesk]
) -> None:
    canned.says = [(200, [])]
    before = datetime.now(UTC)
    desk = connect()
    list(desk.topics.all())
    settings = GlassixSettings(api_key="k", api_secret=Secret("s"), user_name="u", base_url=canned.url)
    token = TokenApi(desk.native.tenants._http, settings).get()
    assert before + timedelta(seconds=10_799) < token.expires_at < datetime.now(UTC) + timedelta(seconds=10_800)
    assert canned.headers[0]["Authorization"] == "Bearer t0k3n-t0k3n"


@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_a_vendor_that_repeats_the_secret_does_not_make_us_show_it(
    canned: Any, connect: Callable[..., GlassixDesk], status: int
) -> None:
    canned.token = (status, {"message": "The secret s3cr3t-s3cr3t is wrong"})
    with pytest.raises(VendorError) as caught:
        list(connect(attempts=1).topics.all())
    assert "s3cr3t-s3cr3t" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    assert canned.asked == []


def shown(error: BaseException | None) -> str:
    if error is None:
        return ""
    return "".join(traceback.format_exception(error)) + repr(error) + shown(error.__cause__) + shown(error.__context__)


def test_the_cause_of_a_deadline_does_not_show_the_secret(canned: Any, connect: Callable[..., GlassixDesk]) -> None:
    canned.token = (503, {"message": "The secret s3cr3t-s3cr3t is wrong"})
    with pytest.raises(DeskbridgeError) as caught:
        list(connect(deadline_seconds=0.1).topics.all())
    assert "s3cr3t-s3cr3t" not in shown(caught.value)


@pytest.mark.parametrize("before", range(285, 300))
def test_a_secret_where_the_message_is_cut_is_hidden_whole(
    canned: Any, connect: Callable[..., GlassixDesk], before: int
) -> None:
    canned.token = (400, {"message": "x" * before + "s3cr3t-s3cr3t"})
    with pytest.raises(AuthenticationError) as caught:
        list(connect().topics.all())
    assert "s3" not in shown(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        "access n3w-t0k3n",
        ["n3w-t0k3n"],
        {"access_token": ["n3w-t0k3n"]},
        {"access_token": ""},
        {"access_token": "n3w t0k3n"},
        {"token": "n3w-t0k3n for s3cr3t-s3cr3t"},
    ],
)
def test_an_answer_without_a_token_shows_nothing_of_itself(
    canned: Any, connect: Callable[..., GlassixDesk], answer: Any
) -> None:
    canned.token = (200, answer)
    with pytest.raises(MalformedAnswerError, match="has none in it") as caught:
        list(connect().topics.all())
    assert "t0k3n" not in shown(caught.value)
    assert "s3cr3t" not in shown(caught.value)


@pytest.mark.parametrize("seconds", [0, -5, 1e15, 1e300, -1e300, float(10**22), 10**18, True, "3", 31_622_401])
def test_a_token_lives_above_0_s_and_at_most_a_year(
    canned: Any, connect: Callable[..., GlassixDesk], seconds: Any
) -> None:
    canned.token = (200, {"access_token": "n3w-t0k3n", "expires_in": seconds})
    with pytest.raises(MalformedAnswerError):
        list(connect().topics.all())


def test_opening_hours_are_asked_without_a_token(box: RunningSandbox, desk: GlassixDesk) -> None:
    (group,) = desk.groups.all()
    assert desk.groups.is_open(GroupId(group.id)) in {True, False}
    assert token_calls(box) == 0
