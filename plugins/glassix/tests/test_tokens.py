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
from deskbridge.sandbox import Fault, ManualClock, RunningSandbox, SandboxOptions, Seed, running
from deskbridge.settings import Secret
from deskbridge.transport import Token
from deskbridge_glassix.client.tokens import SharedToken, TokenApi
from deskbridge_glassix.desk import GlassixDesk
from deskbridge_glassix.sandbox import create
from deskbridge_glassix.sandbox.seeds import OTHER_DEPARTMENT
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


def test_two_desks_with_eight_threads_each_ask_for_one_token(box: RunningSandbox) -> None:
    barrier = threading.Barrier(16)
    with (
        deskbridge.connect("glassix", **box.settings) as first,
        deskbridge.connect("glassix", **{**box.settings, "user_name": box.settings["user_name"].upper()}) as second,
        ThreadPoolExecutor(16) as threads,
    ):

        def read(place: int) -> int:
            barrier.wait()
            return len(list((first, second)[place % 2].topics.all()))

        assert len(set(threads.map(read, range(16)))) == 1
    assert token_calls(box) == 1


def test_a_storm_of_401_answers_makes_one_new_token() -> None:
    clock = ManualClock(datetime.now(UTC))
    with (
        running(create(SandboxOptions(seeds=(Seed("sample"),), clock=clock))) as box,
        deskbridge.connect("glassix", **box.settings) as desk,
        ThreadPoolExecutor(8) as threads,
    ):
        list(desk.topics.all())
        clock.advance(timedelta(hours=4))
        barrier = threading.Barrier(8)

        def read(_: int) -> int:
            barrier.wait()
            return len(list(desk.topics.all()))

        assert len(set(threads.map(read, range(8)))) == 1
        assert token_calls(box) == 2


def test_another_user_or_department_has_another_token(box: RunningSandbox, desk: GlassixDesk) -> None:
    list(desk.topics.all())
    others = (
        {**box.settings, "user_name": "amy.agent@company.com"},
        box.sandbox.department_settings(box.url, OTHER_DEPARTMENT),
    )
    for count, settings in enumerate(others, start=2):
        with deskbridge.connect("glassix", **settings) as other:
            list(other.topics.all())
        assert token_calls(box) == count


def test_a_token_is_renewed_five_minutes_before_it_ends() -> None:
    now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    clock = [now]
    fetched: list[datetime] = []

    def fetch() -> Token:
        fetched.append(clock[0])
        return Token(value=f"t{len(fetched)}", expires_at=clock[0] + timedelta(seconds=10_799.9375))

    settings = GlassixSettings(api_key="k", api_secret=Secret("s"), user_name="u", workspace="acme")
    token = SharedToken(settings, fetch, clock=lambda: clock[0])
    for seconds, count in ((0, 1), (10_499, 1), (10_499.9375, 2), (20_999, 2)):
        clock[0] = now + timedelta(seconds=seconds)
        assert token.headers() == {"Authorization": f"Bearer t{count}"}
    assert len(fetched) == 2


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
