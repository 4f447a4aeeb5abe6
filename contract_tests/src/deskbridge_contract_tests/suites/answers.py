"""What `desk.answers` promises."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, UnsupportedError, ValidationError
from deskbridge.records import (
    Answer,
    AnswerChange,
    AnswerContent,
    AnswerId,
    AudienceId,
    ContentKind,
    NewAnswer,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, first_words, unique, unlike
from deskbridge_contract_tests.marks import kept, needs
from deskbridge_contract_tests.suites.keeping import check_taken
from deskbridge_contract_tests.suites.messages import TEXTS

_LOOK_AT = 3
_PLACES = (
    ("en-us", ContentKind.PUBLIC),
    ("en-us", ContentKind.EMAIL),
    ("en-us", ContentKind.CHAT),
    ("fr-fr", ContentKind.PUBLIC),
    ("fr-fr", ContentKind.CHAT),
)
"""Languages and uses; a vendor that does not declare them full may refuse some."""


class AnswersSuite:
    """Answers are made, listed, changed and deleted."""

    @needs(Capability.ANSWERS_ALL)
    def test_all_answers_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each record once. Usually wrong: an answer comes again in each language."""
        ids = [one.id for one in harness.desk.answers.all()]
        assert len(set(ids)) == len(ids), "answers.all gave an answer twice"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_a_created_answer_is_read_back_as_it_was_returned(self, harness: Harness) -> None:
        """`create` returns what the vendor now holds. Usually wrong: it returns what was asked for."""
        name = unique("answer")
        created = harness.desk.answers.create(NewAnswer(name=name, contents=first_words(harness)))
        read = _read(harness, created)
        assert name == read.name, "answers.create did not keep the answer's name"
        assert _said(read) == _said(created), "answers.create returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_every_answer_field_that_is_declared_full_is_kept(self, harness: Harness) -> None:
        """What is declared `FULL` is read back as written. Usually wrong: a field that `translate` forgot."""
        new = _everything(harness)
        read = _read(harness, harness.desk.answers.create(new))
        for capability, expected, actual in (
            (Capability.ANSWER_DESCRIPTION, new.description, read.description),
            (Capability.ANSWER_AUDIENCE_IDS, set(new.audience_ids), set(read.audience_ids)),
            (Capability.ANSWER_CATEGORY, new.category, read.category),
        ):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by answers.create"

    @needs(Capability.ANSWERS_CREATE)
    @kept(Capability.ANSWERS_ALL)
    def test_a_new_answer_is_among_all(self, harness: Harness, maker: Maker) -> None:
        """A listing without restriction is whole. Usually wrong: answers without contents are left out."""
        created = {maker.answer().id for _ in range(2)}
        assert created <= {one.id for one in harness.desk.answers.all()}, "answers.all left out answers"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_getting_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Usually wrong: None, or a bare HTTP error."""
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.get(ident)

    @needs(Capability.ANSWERS_CREATE)
    def test_a_second_answer_of_one_name_is_a_conflict(self, harness: Harness, maker: Maker) -> None:
        """A name is one answer's. Usually wrong: the vendor's code is not mapped to ConflictError."""
        before = maker.answer()
        new, strict = NewAnswer(name=before.name, contents=before.contents), harness.full(Capability.ANSWERS_CREATE)
        check_taken(lambda: harness.desk.answers.create(new), before, strict=strict)

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_UPDATE, Capability.ANSWERS_GET)
    def test_an_answer_is_renamed_and_the_rest_stays(self, harness: Harness) -> None:
        """A field that is not set stays as it is. Usually wrong: the whole record is written, emptied."""
        before = _read(harness, harness.desk.answers.create(_everything(harness)))
        name = unique("renamed")
        returned = harness.desk.answers.update(AnswerId(before.id), AnswerChange(name=name))
        read = _read(harness, before)
        assert _said(evolve(before, name=name)) == _said(read), "answers.update did not change the name only"
        assert _said(returned) == _said(read), "answers.update returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_UPDATE)
    def test_updating_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is made by an update. Usually wrong: the vendor creates what it does not know."""
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.update(ident, AnswerChange(name=unique("nothing")))

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_DELETE, Capability.ANSWERS_GET)
    def test_a_deleted_answer_is_gone(self, harness: Harness, maker: Maker) -> None:
        """What is deleted is not there. Usually wrong: it is only hidden from customers."""
        created = maker.answer()
        harness.desk.answers.delete(AnswerId(created.id))
        with pytest.raises(NotFoundError):
            _read(harness, created)

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_DELETE)
    def test_deleting_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Deleting nothing is an error, not a success. Usually wrong: the vendor answers 204 to anything."""
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.delete(ident)

    @needs(Capability.ANSWERS_AUDIENCES)
    def test_all_audiences_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each record once, with its name. Usually wrong: the name is left empty."""
        found = list(harness.desk.answers.audiences())
        assert len({one.id for one in found}) == len(found), "answers.audiences gave an audience twice"
        assert all(one.name for one in found), "answers.audiences gave an audience without a name"


class ContentsSuite:
    """An answer's words are set by language and use, each in place of what was there."""

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET, Capability.ANSWER_CONTENTS)
    def test_an_answer_is_made_with_its_words(self, harness: Harness) -> None:
        """Words that come with it are kept. Usually wrong: the head is made, the words are dropped."""
        contents = [AnswerContent(language=language, kind=kind, text=unique("words")) for language, kind in _PLACES]
        at_once = [contents] if harness.full(Capability.ANSWER_CONTENTS) else [[one] for one in contents]
        made = next((one for one in (_made_with(harness, some) for some in at_once) if one is not None), None)
        assert made is not None, "answers.create refused every language and use"
        if harness.full(Capability.ANSWERS_GET):
            assert _contents(made) == _contents(_read(harness, made)), "answers.create did not keep the words"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_contents_are_set_by_language_and_use(self, harness: Harness, maker: Maker) -> None:
        """Each has its own place. Usually wrong: the last language overwrites the others."""
        answer = maker.answer()
        expected: dict[tuple[str, ContentKind], str] = {}
        told: dict[tuple[str, ContentKind], str] = {}
        for language, kind in _PLACES:
            text = unique(f"{language} {kind}")
            returned = _set(harness, answer, AnswerContent(language=language, kind=kind, text=text))
            if returned is not None:
                expected[language, kind] = text
                told |= _contents(returned)
        assert expected, "answers.set_content refused every language and use"
        held = _contents(_read(harness, answer)) if harness.full(Capability.ANSWERS_GET) else told
        assert expected == held, "answers.set_content lost, moved or mixed up contents"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_a_content_keeps_its_text_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Plain text is kept to the letter. Usually wrong: it is sent as HTML without being escaped."""
        answer = maker.answer()
        language, kind = _place(harness, answer)
        for text in TEXTS:
            content = AnswerContent(language=language, kind=kind, text=text)
            seen = _seen(harness, harness.desk.answers.set_content(AnswerId(answer.id), content))
            assert text == _contents(seen).get((language, kind)), "answers.set_content changed the text"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_a_content_replaces_what_was_there(self, harness: Harness, maker: Maker) -> None:
        """The old words are gone. Usually wrong: the new ones are put behind them, or beside."""
        answer = maker.answer()
        language, kind = _place(harness, answer)
        new = AnswerContent(language=language, kind=kind, text=unique("new"))
        returned = harness.desk.answers.set_content(AnswerId(answer.id), new)
        read = _seen(harness, returned)
        there = [one.text for one in read.contents if (one.language, one.kind) == (language, kind)]
        assert there == [new.text], "answers.set_content did not replace what was there"
        assert "contract-words" not in repr(read), "answers.set_content left the old words somewhere"
        assert _said(returned) == _said(read), "answers.set_content returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_contents_leave_the_rest_of_the_answer_as_it_is(self, harness: Harness) -> None:
        """Words are not the answer's head. Usually wrong: a title is taken for the name."""
        before = harness.desk.answers.create(_everything(harness))
        _place(harness, before)
        read = evolve(_read(harness, before), contents=())
        assert _said(evolve(before, contents=())) == _said(read), "answers.set_content changed more than the contents"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT)
    def test_contents_of_an_unknown_answer_raise_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is written nowhere. Usually wrong: the vendor makes an answer of words alone."""
        answer = maker.answer()
        language, kind = _place(harness, answer)
        content = AnswerContent(language=language, kind=kind, text="to nothing")
        with pytest.raises(NotFoundError):
            harness.desk.answers.set_content(AnswerId(unlike(answer.id)), content)


def _read(harness: Harness, answer: Answer) -> Answer:
    return harness.desk.answers.get(AnswerId(answer.id))


def _seen(harness: Harness, returned: Answer) -> Answer:
    """Return what is read after a write; with the contents that it returned, where reading promises none."""
    read = _read(harness, returned)
    return read if harness.full(Capability.ANSWERS_GET) else evolve(read, contents=returned.contents)


def _said(answer: Answer) -> Answer:
    return evolve(answer, raw={}, created_at=None, updated_at=None)


def _everything(harness: Harness) -> NewAnswer:
    described = harness.full(Capability.ANSWER_DESCRIPTION)
    aimed = harness.full(Capability.ANSWER_AUDIENCE_IDS) and harness.possible(Capability.ANSWERS_AUDIENCES)
    found = list(harness.desk.answers.audiences())[:_LOOK_AT] if aimed else []
    return NewAnswer(
        name=unique("answer"),
        description="What to say of kites." if described else "",
        audience_ids=tuple(AudienceId(one.id) for one in found),
        contents=first_words(harness),
        category="Kites" if harness.full(Capability.ANSWER_CATEGORY) else "",
    )


def _made_with(harness: Harness, contents: list[AnswerContent]) -> Answer | None:
    """Make an answer with contents; None where the vendor refused them, as one that does not declare all may."""
    new = NewAnswer(name=unique("answer"), contents=tuple(contents))
    try:
        made = harness.desk.answers.create(new)
    except (InvalidRequestError, UnsupportedError, ValidationError):
        assert not harness.full(Capability.ANSWER_CONTENTS), "answer.contents is declared full and was refused"
        return None
    words = sorted(one.text for one in made.contents)
    assert sorted(one.text for one in contents) == words, "answers.create returned other words than it was given"
    return made


def _set(harness: Harness, answer: Answer, content: AnswerContent) -> Answer | None:
    """Set a content, and return the answer, None where the vendor refused; one that declares it full takes all."""
    try:
        return harness.desk.answers.set_content(AnswerId(answer.id), content)
    except (InvalidRequestError, UnsupportedError, ValidationError):
        may_refuse = not harness.full(Capability.ANSWERS_SET_CONTENT)
        assert may_refuse, f"answers.set_content is declared full and refused {content.language} {content.kind}"
        return None


def _place(harness: Harness, answer: Answer) -> tuple[str, ContentKind]:
    """Return the first language and use that the vendor takes; there are words now."""
    for language, kind in _PLACES:
        content = AnswerContent(language=language, kind=kind, text=unique("words"))
        if _set(harness, answer, content) is not None:
            return language, kind
    pytest.fail("answers.set_content refused every language and use")


def _contents(answer: Answer) -> dict[tuple[str, ContentKind], str]:
    return {(one.language, one.kind): one.text for one in answer.contents}
