from __future__ import annotations

import pytest

from deskbridge.errors import (
    AmbiguousWriteError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    UnsupportedError,
    ValidationError,
)
from deskbridge.records import AnswerChange, AnswerContent, AnswerId, AudienceId, ContentKind, NewAnswer
from deskbridge_gladly.roles.answers import Answers

HELLO = AnswerId("_sKRhTfySU2VGCHjmWU8vw")


def _content(**fields) -> AnswerContent:
    return AnswerContent(
        **{"language": "EN-US", "kind": ContentKind.PUBLIC, "title": "Hello", "text": "Say & mean it", **fields}
    )


def test_an_answer_is_read_with_its_contents_in_the_language_of_the_settings(gladly):
    answer = gladly.desk.answers.get(HELLO)
    assert answer.name == "How to: Say Hello"
    assert [(one.language, one.kind) for one in answer.contents] == [("en-us", ContentKind.PUBLIC)]
    assert answer.contents[0].text
    assert set(answer.audience_ids) <= {one.id for one in gladly.desk.answers.audiences()}
    assert answer.description
    assert sum(gladly.requests.values()) == 1 + 4 + 1


def test_contents_are_read_in_every_language_of_the_settings_and_in_no_other(gladly):
    gladly.store.knowledge.languages.update({"es-419", "fr-ca"})
    for language in ("es-419", "fr-ca"):
        gladly.desk.answers.set_content(HELLO, _content(language=language))
    read = Answers(gladly.desk.native, ("en-us", "es-419")).get(HELLO)
    assert [one.language for one in read.contents] == ["en-us", "es-419"]


def test_without_languages_an_answer_is_read_without_its_contents_by_one_request(gladly):
    assert Answers(gladly.desk.native).get(HELLO).contents == ()
    assert sum(gladly.requests.values()) == 1


def test_a_language_that_the_organization_does_not_have_names_the_setting(gladly):
    with pytest.raises(ValidationError, match="answer_languages"):
        Answers(gladly.desk.native, ("tlh",)).get(HELLO)


def test_all_answers_are_those_that_the_public_sees_each_once(gladly):
    answers = gladly.desk.answers
    hidden = answers.create(NewAnswer(name="For agents"))
    answers.set_content(AnswerId(hidden.id), _content(kind=ContentKind.EMAIL))
    listing = answers.all()
    found = list(listing)
    contents = gladly.store.knowledge.contents
    shown = {one for one, language, kind in contents if (language, kind) == ("en-us", "public")}
    assert sorted(one.id for one in found) == sorted(shown)
    assert not listing.truncated
    assert found == [answers.get(AnswerId(one.id)) for one in found]


def test_an_answer_for_one_audience_only_is_among_all(gladly):
    made = gladly.desk.answers.create(NewAnswer(name="Kites", audience_ids=(AudienceId("audience-1"),)))
    gladly.desk.answers.set_content(AnswerId(made.id), _content())
    assert made.id in {one.id for one in gladly.desk.answers.all()}


def test_all_answers_are_listed_in_each_language_of_the_settings(gladly):
    gladly.store.knowledge.languages.add("es-419")
    made = gladly.desk.answers.create(NewAnswer(name="Cometas"))
    gladly.desk.answers.set_content(AnswerId(made.id), _content(language="es-419"))
    assert made.id not in {one.id for one in gladly.desk.answers.all()}
    assert made.id in {one.id for one in Answers(gladly.desk.native, ("en-us", "es-419")).all()}


def test_audiences_are_listed_by_name(gladly):
    assert {one["name"] for one in gladly.store.knowledge.audiences.values()} == {
        one.name for one in gladly.desk.answers.audiences()
    }


def test_an_answer_is_created_changed_and_deleted(gladly):
    answers = gladly.desk.answers
    made = answers.create(NewAnswer(name="Kites", description="Of kites", audience_ids=(AudienceId("audience-1"),)))
    assert (made.name, made.description, made.audience_ids) == ("Kites", "Of kites", ("audience-1",))
    changed = answers.update(AnswerId(made.id), AnswerChange(description="", audience_ids=()))
    assert (changed.name, changed.description, changed.audience_ids) == ("Kites", "", ())
    assert answers.update(AnswerId(made.id), AnswerChange()).name == "Kites"
    answers.delete(AnswerId(made.id))
    with pytest.raises(NotFoundError):
        answers.get(AnswerId(made.id))


def test_an_answer_is_made_with_its_contents(gladly):
    contents = (_content(language="en-us"), _content(language="en-us", kind=ContentKind.CHAT, title=""))
    made = gladly.desk.answers.create(NewAnswer(name="Kites", contents=contents))
    assert [(one.kind, one.text) for one in made.contents] == [
        (ContentKind.PUBLIC, "Say & mean it"),
        (ContentKind.CHAT, "Say & mean it"),
    ]
    assert gladly.desk.answers.get(AnswerId(made.id)) == made


def test_an_answer_made_with_a_content_in_another_language_is_returned_with_it(gladly):
    gladly.store.knowledge.languages.add("es-419")
    made = gladly.desk.answers.create(NewAnswer(name="Cometas", contents=(_content(language="es-419"),)))
    assert [one.language for one in made.contents] == ["es-419"]


@pytest.mark.parametrize("wrong", [{"title": ""}, {"kind": ContentKind.SMS}])
def test_an_answer_with_a_content_that_cant_be_is_not_made(gladly, wrong):
    with pytest.raises((InvalidRequestError, UnsupportedError)):
        gladly.desk.answers.create(NewAnswer(name="Kites", contents=(_content(), _content(**wrong))))
    assert gladly.requests == {}


def test_an_answer_whose_content_the_vendor_refuses_is_told_by_its_id(gladly):
    with pytest.raises(AmbiguousWriteError, match="mine") as caught:
        gladly.desk.answers.create(NewAnswer(name="Kites", id=AnswerId("mine"), contents=(_content(language="tlh"),)))
    assert "language" in str(caught.value)
    assert gladly.desk.answers.get(AnswerId("mine")).contents == ()


def test_an_answer_with_a_category_is_refused_before_a_request(gladly):
    with pytest.raises(UnsupportedError):
        gladly.desk.answers.create(NewAnswer(name="Kites", category="Toys"))
    assert gladly.requests == {}


def test_a_taken_name_is_a_conflict_that_tells_whose_it_is(gladly):
    with pytest.raises(ConflictError) as caught:
        gladly.desk.answers.create(NewAnswer(name="How to: Say Hello"))
    assert caught.value.existing_id == HELLO


def test_a_taken_id_is_a_conflict_that_tells_it(gladly):
    with pytest.raises(ConflictError) as caught:
        gladly.desk.answers.create(NewAnswer(name="Other", id=HELLO))
    assert caught.value.existing_id == HELLO


def test_a_name_taken_by_a_change_is_a_conflict(gladly):
    with pytest.raises(ConflictError):
        gladly.desk.answers.update(HELLO, AnswerChange(name="How to: Say Goodbye"))


def test_an_answer_with_an_id_of_ours_is_created_once(gladly):
    new = NewAnswer(name="Kites", id=AnswerId("mine"))
    first = gladly.desk.answers.create(new)
    assert gladly.desk.answers.create(new).id == first.id == "mine"


def test_an_answer_whose_first_try_was_lost_is_there(gladly):
    gladly.fault("reset_after", method="POST")
    made = gladly.desk.answers.create(NewAnswer(name="Kites"))
    assert gladly.desk.answers.get(AnswerId(made.id)).name == "Kites"


@pytest.mark.parametrize(
    ("fields", "kind", "expected"),
    [
        ({}, "public", {"title": "Hello", "bodyHtml": "<p>Say &amp; mean it</p>"}),
        ({"kind": ContentKind.EMAIL, "html": "<i>x</i>"}, "email", {"subject": "Hello", "bodyHtml": "<i>x</i>"}),
        ({"kind": ContentKind.CHAT, "title": ""}, "messaging", {"bodyHtml": "<p>Say &amp; mean it</p>"}),
        (
            {"kind": ContentKind.UNKNOWN, "original_kind": "reference", "title": ""},
            "reference",
            {"bodyHtml": "<p>Say &amp; mean it</p>", "internal": False},
        ),
    ],
)
def test_a_content_is_written_by_its_language_and_kind(gladly, fields, kind, expected):
    given = _content(**fields)
    answer = gladly.desk.answers.set_content(HELLO, given)
    held = gladly.store.knowledge.contents[HELLO, "en-us", kind]
    assert held == {"answerId": HELLO, "language": "en-us", "type": kind, **expected}
    (content,) = (one for one in answer.contents if one.original_kind == kind)
    assert (content.language, content.kind, content.title) == ("en-us", given.kind, given.title)
    assert (content.original_kind, content.html) == (kind, expected["bodyHtml"])
    assert content.text == ("x" if given.html else "Say & mean it")


@pytest.mark.parametrize("kind", [ContentKind.SMS, ContentKind.SOCIAL, ContentKind.VOICE, ContentKind.UNKNOWN])
def test_a_kind_that_the_vendor_does_not_have_is_refused_before_a_request(gladly, kind):
    with pytest.raises(UnsupportedError):
        gladly.desk.answers.set_content(HELLO, _content(kind=kind))
    assert gladly.requests == {}


@pytest.mark.parametrize("fields", [{"text": ""}, {"title": ""}, {"language": " "}, {"kind": ContentKind.CHAT}])
def test_a_content_that_cant_be_is_refused_before_a_request(gladly, fields):
    with pytest.raises(InvalidRequestError):
        gladly.desk.answers.set_content(HELLO, _content(**fields))
    assert gladly.requests == {}


def test_a_language_that_is_not_configured_is_refused_by_the_vendor(gladly):
    with pytest.raises(ValidationError, match="language"):
        gladly.desk.answers.set_content(HELLO, _content(language="tlh"))


def test_an_answer_in_use_is_not_deleted(gladly):
    gladly.store.knowledge.in_rules.add(HELLO)
    with pytest.raises(ValidationError):
        gladly.desk.answers.delete(HELLO)


@pytest.mark.parametrize(
    "ask",
    [
        lambda answers: answers.get(AnswerId("none")),
        lambda answers: answers.update(AnswerId("none"), AnswerChange(name="x")),
        lambda answers: answers.delete(AnswerId("none")),
        lambda answers: answers.set_content(AnswerId("none"), _content()),
    ],
)
def test_an_answer_that_is_not_there_is_not_found(gladly, ask):
    with pytest.raises(NotFoundError):
        ask(gladly.desk.answers)


@pytest.mark.parametrize(
    "text", ["Grüße aus Łódź", "日本語", "😀 👩‍👩‍👧", "a < b & c > d", "one\ntwo\n\nthree", "<b>no tag</b>"]
)
def test_a_text_is_kept_to_the_letter_in_place_of_the_one_before(gladly, text):
    for words in ("Old words", text):
        content = _content(kind=ContentKind.CHAT, title="", text=words)
        written = gladly.desk.answers.set_content(HELLO, content)
        assert [one.text for one in written.contents if one.kind is ContentKind.CHAT] == [words]
    held = gladly.desk.native.answers.content(HELLO, language="en-us", content_type="messaging")
    assert "Old words" not in held.body_html
