import copy
import pickle
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import orjson
import pytest
from attrs import evolve, frozen
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.errors import MalformedAnswerError
from deskbridge.reading import line_reader, tagged_line_reader
from deskbridge.records import UNSET, FrozenDict, Unset
from deskbridge.records.raw import EMPTY
from deskbridge.times import duration, format_duration, format_time, parse_time
from deskbridge.wire import Wire, key, optional, parse_json, structure, unstructure


@frozen(kw_only=True, slots=True)
class Phone(Wire):
    original: str
    region_code: str | None = None


@frozen(kw_only=True, slots=True)
class Profile(Wire):
    id: str
    user_name: str = key("UserName", default="")
    phones: tuple[Phone, ...] = ()
    created_at: datetime | None = None
    size: float | None = None
    count: int = 0
    attributes: FrozenDict = EMPTY
    main: Phone | None = None


@frozen(kw_only=True, slots=True)
class Other(Wire):
    note: str | Unset = UNSET


@frozen(kw_only=True, slots=True)
class ProfileChange(Wire):
    name: str | Unset = UNSET
    agent_id: str | Unset | None = UNSET


BODY: dict[str, Any] = {
    "id": "1",
    "UserName": "a",
    "phones": [{"original": "650", "regionCode": "US", "new": {"x": [1, None]}}],
    "createdAt": "2019-02-21T07:15:18.07272933Z",
    "size": 3,
    "attributes": {"a": "b"},
    "unheard": [{"of": True}],
}


@frozen(kw_only=True, slots=True)
class Label(Wire):
    any_case: ClassVar[bool] = True

    name: str
    parent_name: str | None = key("_parent", default=None)


@frozen(kw_only=True, slots=True)
class Call(Wire):
    ended_at: datetime | None = optional("0001-01-01T00:00:00")
    agent_id: str | None = optional("", "0-0")
    moved_to: int | None = optional(0, name="movedTO")
    lasted: timedelta | None = None


@pytest.mark.parametrize(
    "body", [{"name": "a", "_parent": "b"}, {"Name": "a", "_Parent": "b"}, {"NAME": "a", "_PARENT": "b"}]
)
def test_keys_are_read_in_any_case_where_their_spelling_is_not_settled(body: dict[str, Any]) -> None:
    read = structure(body, Label)
    assert (read.name, read.parent_name, unstructure(read)) == ("a", "b", body)


def test_of_two_spellings_of_a_key_ours_counts_and_both_are_kept() -> None:
    body = {"NAME": "other", "name": "ours", "Name": "another"}
    assert (structure(body, Label).name, unstructure(structure(body, Label))) == ("ours", body)


def test_a_word_for_nothing_is_read_as_nothing_and_written_back_as_it_came() -> None:
    body = {"endedAt": "0001-01-01T00:00:00", "agentId": "0-0", "movedTO": 0, "lasted": None}
    read = structure(body, Call)
    assert (read, unstructure(read)) == (Call(), body)


@pytest.mark.parametrize("value", [False, 0.0, "0", 1])
def test_only_the_very_word_stands_for_nothing(value: object) -> None:
    body = {"movedTO": value}
    if value == 1:
        assert structure(body, Call).moved_to == 1
    else:
        with pytest.raises(MalformedAnswerError):
            structure(body, Call)


@pytest.mark.parametrize("body", [{"Name": "a"}, {"name": "a", "_PARENT": "b"}])
def test_lines_of_such_values_are_read_as_structure_reads_them(body: dict[str, Any]) -> None:
    assert structure(body, Label) == line_reader(Label).read(orjson.dumps(body))
    assert line_reader(Call).read(b'{"agentId":""}') == Call()


@settings(deadline=None)
@given(st.timedeltas())
def test_any_duration_comes_back(value: timedelta) -> None:
    assert value == duration(format_duration(value))
    assert value == structure({"lasted": format_duration(value)}, Call).lasted


@pytest.mark.parametrize("value", ["", "1:2", 60, "00:00:00.12345678", f"{10**12}.00:00:00"])
def test_what_is_no_duration_is_refused_with_its_path(value: object) -> None:
    with pytest.raises(MalformedAnswerError, match=r"\$\.lasted"):
        structure({"lasted": value}, Call)


def test_what_was_read_is_written_back_unchanged() -> None:
    assert unstructure(structure(BODY, Profile)) == BODY
    assert unstructure(structure([BODY], list[Profile])) == [BODY]


def test_fields_are_read_by_their_json_names() -> None:
    profile = structure(BODY, Profile)
    assert (profile.user_name, profile.phones[0].region_code, profile.size) == ("a", "US", 3.0)
    assert profile.created_at == datetime(2019, 2, 21, 7, 15, 18, 72729, tzinfo=UTC)
    assert profile.raw["unheard"] == [{"of": True}]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"id": 1}, r"\$\.id"),
        ({}, "id"),
        ({"id": "1", "count": "2"}, "count"),
        ({"id": "1", "count": True}, "count"),
        ({"id": "1", "createdAt": "yesterday"}, "createdAt|created_at"),
        ({"id": "1", "phones": [{"original": "1"}, {"original": None}]}, r"phones\[1\]"),
        ({"id": "1", "phones": "x"}, "phones"),
        ("text", "object"),
        (None, "object"),
    ],
)
def test_another_shape_is_an_error_that_names_the_path(body: object, path: str) -> None:
    with pytest.raises(MalformedAnswerError, match=path):
        structure(body, Profile, vendor="acme", operation="profiles.get")


def test_a_value_made_here_writes_only_what_is_set() -> None:
    assert unstructure(ProfileChange()) == {}
    assert unstructure(ProfileChange(name="A", agent_id=None)) == {"name": "A", "agentId": None}


@settings(deadline=None)
@given(st.datetimes(timezones=st.timezones()))
def test_any_time_comes_back_to_the_millisecond(value: datetime) -> None:
    try:
        expected = value.astimezone(UTC)
    except OverflowError:
        return
    assert abs(parse_time(format_time(value)) - expected) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-05-08T06:46:05Z", datetime(2023, 5, 8, 6, 46, 5, tzinfo=UTC)),
        ("2026-04-27T13:46:36.3547596Z", datetime(2026, 4, 27, 13, 46, 36, 354759, tzinfo=UTC)),
        ("2018-11-26T19:42:53.15", datetime(2018, 11, 26, 19, 42, 53, 150000, tzinfo=UTC)),
        ("2021-09-28T00:00:00-07:00", datetime(2021, 9, 28, 7, 0, tzinfo=UTC)),
        ("0001-01-01T00:00:00", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_times_as_vendors_print_them_are_read(text: str, expected: datetime) -> None:
    assert parse_time(text) == expected


OUTSIDE = ("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00")
"""Times that are none in UTC."""


@pytest.mark.parametrize(
    "text", ["", "2021", "2021-13-01T00:00:00Z", "2021-01-01T00:00:00Zjunk", "\u0661" * 10, *OUTSIDE]
)
def test_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  two texts, one meaning
        parse_time(text)


def test_durations_of_dot_net_are_read() -> None:
    assert duration("1.02:03:04.5000000") == timedelta(days=1, hours=2, minutes=3, seconds=4.5)
    assert duration("00:00:07") == timedelta(seconds=7)
    assert duration(None) is None
    with pytest.raises(ValueError, match="too long"):
        duration("-" + "9" * 30 + ".00:00:00")


def test_a_line_that_is_no_json_is_an_error_of_ours() -> None:
    with pytest.raises(MalformedAnswerError, match="not"):
        parse_json(b'{"a": ')


@pytest.mark.unmeasured
def test_a_list_of_a_million_wrong_items_is_refused_after_a_few() -> None:
    begun = time.monotonic()
    with pytest.raises(MalformedAnswerError, match=r"\[4\]"):
        structure({"id": "1", "phones": [1] * 1_000_000}, Profile)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "read",
    [
        lambda: structure({"id": "1", "createdAt": "john.doe@example.com"}, Profile),
        lambda: parse_json(b'{"name": "john.doe@example.com"'),
        lambda: line_reader(Profile).read(b'{"id": "1", "createdAt": "john.doe@example.com"}'),
        lambda: line_reader(Profile).read(b'{"name": "john.doe@example.com"'),
    ],
)
def test_what_does_not_fit_is_nowhere_in_the_chain(read: Callable[[], object]) -> None:
    with pytest.raises(MalformedAnswerError) as wrong:
        read()
    assert (wrong.value.__cause__, wrong.value.__context__) == (None, None)
    assert "john.doe" not in str(wrong.value)


# Reading lines: the same values as `structure` makes, for whatever comes.

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.just(1.5)
    | st.sampled_from(["", "x", "2021-09-27T21:12:34.635Z"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["original", "new"]), inner, max_size=2)
    ),
    max_leaves=4,
)
BODIES = st.dictionaries(st.sampled_from([*BODY, "count", "main"]), JSON_VALUES).map(
    lambda changes: {**BODY, **changes}
)


def _structured(body: Any, kind: type[Wire]) -> Wire | str:
    try:
        return structure(body, kind, vendor="acme", operation="things.export")
    except MalformedAnswerError as wrong:
        return str(wrong)


@settings(deadline=None)
@given(st.one_of(BODIES, JSON_VALUES, BODIES.map(lambda body: {name: body[name] for name in list(body)[1:]})))
def test_a_line_is_read_as_structure_reads_it_or_refused_with_the_same_words(body: Any) -> None:
    line = orjson.dumps(body)
    reader = line_reader(Profile, vendor="acme", operation="things.export")
    expected = _structured(body, Profile)
    if isinstance(expected, str):
        with pytest.raises(MalformedAnswerError) as wrong:
            reader.read(line)
        assert expected == str(wrong.value)
        assert reader.read_all(line + b"\n" + line) is None
    else:
        made = reader.read(line)
        assert reader.read_all(line + b"\n" + line) in (None, [made, made])
        assert (expected, body, body) == (made, made.raw, unstructure(made))
        assert repr(expected) == repr(made)


def test_what_is_left_for_later_is_whole_and_can_not_be_changed() -> None:
    read = line_reader(Profile).read
    line = orjson.dumps(BODY | {"main": BODY["phones"][0]})
    made = read(line)
    assert made.main is not None
    assert (made.attributes, type(made.attributes)) == (made.raw["attributes"], FrozenDict)
    assert made.main.raw == made.raw["main"] == BODY["phones"][0]
    with pytest.raises(TypeError):
        made.raw["unheard"][0]["of"] = False
    with pytest.raises(TypeError):
        made.main.raw["original"] = ""
    with pytest.raises(FrozenInstanceError):
        made.id = "2"  # type: ignore[misc]  # that is the point
    with pytest.raises(AttributeError, match="nothing"):
        made.nothing  # type: ignore[attr-defined]  # noqa: B018  the same


def test_a_line_s_value_is_like_any_other() -> None:
    body = BODY | {"main": BODY["phones"][0]}
    read, made = line_reader(Profile).read, structure(body, Profile)
    line = orjson.dumps(body)
    assert type(read(line)) is Profile
    assert pickle.loads(pickle.dumps(read(line))).raw == body
    assert copy.deepcopy(read(line)) == evolve(read(line)) == made


def test_a_line_that_is_no_json_or_no_object_is_refused() -> None:
    read = line_reader(Profile, vendor="acme", operation="things.export").read
    for line in (b"{", b"[]", b"null", b'"text"', b"\xff"):
        with pytest.raises(MalformedAnswerError, match=r"acme things\.export"):
            read(line)


def test_the_tag_of_a_line_decides_its_class() -> None:
    read = tagged_line_reader("kind", {"phone": Phone, "profile": Profile}, Other).read
    assert read(b'{"kind":"phone","original":"650"}') == Phone(original="650")
    assert type(read(b'{"kind":"profile","id":"1"}')) is Profile
    for line in (b'{"kind":"new","note":"x"}', b"{}", b'{"kind":["phone"]}', b'{"kind":null}', b'{"kind":{}}'):
        made = read(line)
        assert (Other, orjson.loads(line)) == (type(made), made.raw)
    for line in (b"[]", b'{"kind":"phone"}', b"x"):
        with pytest.raises(MalformedAnswerError):
            read(line)


@pytest.mark.parametrize("body", [{}, {"name": "a"}, {"agentId": None}, {"agentId": "a"}])
def test_a_body_of_what_may_be_unset_or_emptied_is_read_back(body: dict[str, Any]) -> None:
    read = structure(body, ProfileChange)
    assert (body.get("name", UNSET), body.get("agentId", UNSET)) == (read.name, read.agent_id)


@pytest.mark.parametrize("depth", [200, 900])
def test_what_is_nested_without_reason_is_refused(depth: int) -> None:
    nested = parse_json(b'{"a":' * depth + b"1" + b"}" * depth)
    with pytest.raises(MalformedAnswerError):
        structure({"id": "1", "unheard": nested}, Profile)


@pytest.mark.parametrize("depth", [101, 1000])
def test_a_line_that_is_nested_beyond_reason_is_refused_where_all_of_it_is_asked_for(depth: int) -> None:
    made = line_reader(Phone).read(b'{"original":"650","x":' + b"[" * depth + b"]" * depth + b"}")
    assert made.original == "650"
    with pytest.raises(MalformedAnswerError, match="nested"):
        made.raw  # noqa: B018  asking is enough


LINE = orjson.dumps(BODY)
USUAL = orjson.dumps(BODY | {"size": 3.5})


@pytest.mark.parametrize(
    "lines", [USUAL, USUAL + b"\n", USUAL + b"\r\n" + USUAL, b" " + USUAL + b" \n" + USUAL + b"\n"]
)
def test_usual_lines_are_read_at_once(lines: bytes) -> None:
    reader = line_reader(Profile)
    assert reader.read_all(lines) == [reader.read(line) for line in lines.splitlines()]


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"\n",
        USUAL + b"\n\n" + USUAL,
        USUAL + b"," + USUAL,
        USUAL + b"," + USUAL + b"\n\n",
        USUAL[:-1] + b"\n" + USUAL[1:],
        USUAL[: len(USUAL) // 2] + b"\n" + USUAL[len(USUAL) // 2 :],
        USUAL + b"\n[]",
        USUAL + b"\n" + LINE,
    ],
)
def test_lines_of_which_one_is_unusual_are_left_to_be_read_one_by_one(lines: bytes) -> None:
    assert line_reader(Profile).read_all(lines) is None
    assert tagged_line_reader("kind", {}, Profile).read_all(lines) is None


@frozen(kw_only=True, slots=True)
class Nested(Wire):
    profile: Profile
    names: tuple[str, ...] = ()


def test_a_wire_value_inside_a_line_is_read_whole_when_it_holds_more_than_single_values() -> None:
    body = {"profile": {**BODY, "size": 3.5}, "names": ["a", "b"]}
    read = line_reader(Nested).read(orjson.dumps(body))
    assert read == structure(body, Nested)
    assert read.names == ("a", "b")


def test_a_list_in_a_line_with_an_item_of_another_kind_is_refused_with_its_path() -> None:
    with pytest.raises(MalformedAnswerError, match="names"):
        line_reader(Nested).read(orjson.dumps({"profile": {**BODY, "size": 3.5}, "names": ["a", 1]}))


def test_of_many_wrong_items_the_first_few_are_told() -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        structure({"id": "1", "phones": [0] * 200}, Profile)
    told = str(caught.value)
    assert "phones[0]" in told
    assert "phones[199]" not in told
