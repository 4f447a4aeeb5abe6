"""What `desk.answers` promises of contents: the words, by language and use."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError, UnsupportedError, ValidationError
from deskbridge.records import (
    Answer,
    AnswerContent,
    AnswerId,
    ContentKind,
    NewAnswer,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, unique, unlike
from deskbridge_contract_tests.marks import needs
from deskbridge_contract_tests.suites.answers import everything, read_again, said
from deskbridge_contract_tests.suites.messages import TEXTS

_PLACES = (
    ("en-us", ContentKind.PUBLIC),
    ("en-us", ContentKind.EMAIL),
    ("en-us", ContentKind.CHAT),
    ("fr-fr", ContentKind.PUBLIC),
    ("fr-fr", ContentKind.CHAT),
)
"""Languages and uses; a vendor that does not declare them full may refuse some."""


class ContentsSuite:
    """An answer's words are set by language and use, each in place of what was there."""

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET, Capability.ANSWER_CONTENTS)
    def test_an_answer_is_made_with_its_words(self, harness: Harness) -> None:
        """Words that come with an answer are kept. An answer without words is a promise to customers that nobody keeps.

        Usually wrong: the head is made, and the words are dropped.
        """
        contents = [AnswerContent(language=language, kind=kind, text=unique("words")) for language, kind in _PLACES]
        at_once = [contents] if harness.full(Capability.ANSWER_CONTENTS) else [[one] for one in contents]
        made = next((one for one in (_made_with(harness, some) for some in at_once) if one is not None), None)
        assert made is not None, "answers.create refused every language and use"
        if harness.full(Capability.ANSWERS_GET):
            assert _contents(made) == _contents(read_again(harness, made)), "answers.create did not keep the words"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_contents_are_set_by_language_and_use(self, harness: Harness, maker: Maker) -> None:
        """Each language and use has words of its own. A customer would be answered in another one's language.

        Usually wrong: the last language overwrites the others.
        """
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
        held = _contents(read_again(harness, answer)) if harness.full(Capability.ANSWERS_GET) else told
        assert expected == held, "answers.set_content lost, moved or mixed up contents"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_a_content_keeps_its_text_in_every_script(self, harness: Harness, maker: Maker) -> None:
        """Plain text is kept to the letter. What customers are sent must read as it was approved.

        Usually wrong: it is sent as HTML without being escaped.
        """
        answer = maker.answer()
        language, kind = _place(harness, answer)
        for text in TEXTS:
            content = AnswerContent(language=language, kind=kind, text=text)
            seen = _seen(harness, harness.desk.answers.set_content(AnswerId(answer.id), content))
            assert text == _contents(seen).get((language, kind)), "answers.set_content changed the text"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_a_content_replaces_what_was_there(self, harness: Harness, maker: Maker) -> None:
        """The old words are gone. A price that is no longer true must not be found below the new one.

        Usually wrong: the new words are put behind the old ones, or beside them.
        """
        answer = maker.answer()
        language, kind = _place(harness, answer)
        new = AnswerContent(language=language, kind=kind, text=unique("new"))
        returned = harness.desk.answers.set_content(AnswerId(answer.id), new)
        read = _seen(harness, returned)
        there = [one.text for one in read.contents if (one.language, one.kind) == (language, kind)]
        assert there == [new.text], "answers.set_content did not replace what was there"
        assert "contract-words" not in repr(read), "answers.set_content left the old words somewhere"
        assert said(returned) == said(read), "answers.set_content returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT, Capability.ANSWERS_GET)
    def test_contents_leave_the_rest_of_the_answer_as_it_is(self, harness: Harness) -> None:
        """Words are not the answer's head. Who sets a translation does not mean to rename the answer.

        Usually wrong: a content's title is taken for the answer's name.
        """
        before = harness.desk.answers.create(everything(harness))
        _place(harness, before)
        read = evolve(read_again(harness, before), contents=())
        assert said(evolve(before, contents=())) == said(read), "answers.set_content changed more than the contents"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_SET_CONTENT)
    def test_contents_of_an_unknown_answer_raise_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is written nowhere. Words without an answer are found by nobody.

        Usually wrong: the vendor makes an answer of words alone.
        """
        answer = maker.answer()
        language, kind = _place(harness, answer)
        content = AnswerContent(language=language, kind=kind, text="to nothing")
        with pytest.raises(NotFoundError):
            harness.desk.answers.set_content(AnswerId(unlike(answer.id)), content)


def _seen(harness: Harness, returned: Answer) -> Answer:
    """Return what is read after a write; with the contents that it returned, where reading promises none."""
    read = read_again(harness, returned)
    return read if harness.full(Capability.ANSWERS_GET) else evolve(read, contents=returned.contents)


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
