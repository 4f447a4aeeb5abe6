"""Answers through the native client, managed and public, as the vendor's own script does it."""

from __future__ import annotations

import pytest

from deskbridge.errors import ConflictError, NotFoundError, ValidationError
from deskbridge_gladly.wire.answers import AnswerBody, AnswerChange, AnswerContentBody

HELLO = AnswerContentBody(body_html="<p>Hello World</p>", title="Hello in English")


@pytest.fixture
def native(gladly):
    return gladly.desk.native


@pytest.fixture
def organization_id(native):
    return native.organization.get().id


def _made(native, name="How to: say goodbye"):
    return native.answers.create(AnswerBody(name=name, description="d")).id


def test_an_answer_is_created_or_updated_by_its_name(native):
    audiences = {one.name: one.id for one in native.audiences.list()}

    def put(name, description, *for_audiences):
        ids = tuple(audiences[one] for one in for_audiences)
        try:
            answer_id = native.answers.create(AnswerBody(name=name, description=description, audience_ids=ids)).id
        except ConflictError as taken:
            answer_id = taken.existing_id
            native.answers.update(answer_id, AnswerChange(description=description, audience_ids=ids))
        native.answers.put_content(answer_id, HELLO, language="En-us", content_type="public")
        return answer_id

    first = put("A name", "once")
    assert first == put("A name", "twice", "Retale - USA")
    answer = native.answers.get(first)
    assert (answer.description, answer.audience_ids) == ("twice", (audiences["Retale - USA"],))


def test_an_answer_is_created_with_an_id_of_ours_and_once(native):
    body = AnswerBody(id="answer-1", name="Mine", audience_ids=())
    made = native.answers.create(body)
    assert (made.id, made.name, made.audience_ids) == ("answer-1", "Mine", ())
    assert made.created_at == native.answers.create(body).created_at
    with pytest.raises(ConflictError) as caught:
        native.answers.create(AnswerBody(id="answer-1", name="Other"))
    assert caught.value.existing_id is None


def test_an_answer_stands_once_when_its_acknowledgement_is_lost(gladly, native):
    gladly.fault("reset_after", method="POST", path="/answers")
    made = native.answers.create(AnswerBody(name="Lost and found", description="d"))
    assert made.name == "Lost and found"
    with pytest.raises(ConflictError) as caught:
        native.answers.create(AnswerBody(name="Lost and found", description="d"))
    assert caught.value.existing_id == made.id


def test_a_name_that_is_taken_is_a_conflict_of_an_update_too(native):
    _made(native, "one")
    other = _made(native, "other")
    with pytest.raises(ConflictError):
        native.answers.update(other, AnswerChange(name="one"))
    assert native.answers.get(other).name == "other"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("public", HELLO),
        ("email", AnswerContentBody(body_html="<div>Thank you</div>", subject="Re: Your inquiry")),
        ("messaging", AnswerContentBody(body_html="<div>Thanks</div>")),
        ("reference", AnswerContentBody(body_html="<div>Notes</div>", internal=True)),
    ],
)
def test_each_type_of_content_is_put_and_read(native, content_type, body):
    answer_id = _made(native)
    stored = native.answers.put_content(answer_id, body, language="en-us", content_type=content_type)
    read = native.answers.content(answer_id, language="en-us", content_type=content_type)
    assert read == stored
    assert (read.answer_id, read.language, read.type) == (answer_id, "en-us", content_type)
    assert (read.body_html, read.title or None, read.subject or None) == (
        body.body_html,
        body.title or None,
        body.subject or None,
    )
    assert bool(read.internal) == bool(body.internal)


def test_a_content_is_replaced_and_deleted_and_the_answer_stays(native):
    answer_id = _made(native)
    where = {"language": "en-us", "content_type": "public"}
    native.answers.put_content(answer_id, HELLO, **where)
    native.answers.put_content(answer_id, AnswerContentBody(body_html="<p>Bye", title="Bye"), **where)
    assert native.answers.content(answer_id, **where).title == "Bye"
    native.answers.delete_content(answer_id, **where)
    with pytest.raises(NotFoundError):
        native.answers.content(answer_id, **where)
    assert native.answers.get(answer_id).id == answer_id


@pytest.mark.parametrize(
    "where", [{"language": "xx-yy", "content_type": "public"}, {"language": "en-us", "content_type": "fax"}]
)
def test_a_language_or_type_that_is_not_there_is_refused(native, where):
    answer_id = _made(native)
    with pytest.raises(ValidationError):
        native.answers.put_content(answer_id, HELLO, **where)
    with pytest.raises(ValidationError):
        native.answers.content(answer_id, **where)
    with pytest.raises(ValidationError):
        native.answers.delete_content(answer_id, **where)


def test_a_deleted_answer_is_gone_with_its_contents(native):
    answer_id = _made(native)
    native.answers.put_content(answer_id, HELLO, language="en-us", content_type="public")
    native.answers.delete(answer_id)
    for ask in (
        lambda: native.answers.get(answer_id),
        lambda: native.answers.delete(answer_id),
        lambda: native.answers.update(answer_id, AnswerChange(name="x")),
        lambda: native.answers.content(answer_id, language="en-us", content_type="public"),
    ):
        with pytest.raises(NotFoundError):
            ask()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 501}, {"name": "n", "description": "x" * 10_001}], ids=str
)
def test_an_answer_that_can_not_be_is_refused(native, wrong):
    with pytest.raises(ValidationError):
        native.answers.create(AnswerBody(**wrong))


def test_the_public_sees_what_is_public(native, organization_id):
    hidden, shown = _made(native, "Agents only"), _made(native, "For all")
    native.answers.put_content(
        hidden, AnswerContentBody(body_html="<p>secret</p>"), language="en-us", content_type="messaging"
    )
    native.answers.put_content(
        shown,
        AnswerContentBody(body_html="<p>Unicorns</p>", title="About unicorns"),
        language="en-us",
        content_type="public",
    )
    listed = native.public_answers.list(organization_id)
    ids = [one.id for one in listed]
    assert (shown in ids, hidden in ids, listed.truncated) == (True, False, False)
    read = native.public_answers.get(organization_id, shown, language="en-us")
    assert (read.body_html, read.language) == ("<p>Unicorns</p>", "en-us")
    assert [one.id for one in native.public_answers.search(organization_id, "unicorns")] == [shown]


def test_the_public_sees_what_is_for_its_audience(native, organization_id):
    audience = native.audiences.list()[0].id
    some = native.answers.create(AnswerBody(name="For some", audience_ids=(audience,))).id
    native.answers.put_content(some, HELLO, language="en-us", content_type="public")
    assert some in [one.id for one in native.public_answers.list(organization_id, audience_id=audience)]


def test_a_help_center_that_is_not_there_is_not_found(native, organization_id):
    with pytest.raises(NotFoundError):
        native.public_answers.titles(organization_id, "none")


def test_the_titles_of_a_help_center_are_those_of_its_sections(gladly, native, organization_id):
    (answer,) = native.public_answers.list(organization_id)
    section = {"id": "section", "name": "Basics", "answerIds": [answer.id]}
    gladly.store.knowledge.help_centers["center"] = {"id": "center", "name": "Shop", "sections": [section]}
    (title,) = native.public_answers.titles(organization_id, "center")
    assert (title.id, title.name) == (answer.id, answer.name)
    with pytest.raises(ValidationError) as caught:
        native.answers.delete(answer.id)
    assert caught.value.codes == ("in_use",)
