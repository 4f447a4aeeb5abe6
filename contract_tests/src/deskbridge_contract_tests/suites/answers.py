"""What `desk.answers` promises."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import NotFoundError
from deskbridge.records import (
    Answer,
    AnswerChange,
    AnswerId,
    AudienceId,
    NewAnswer,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, first_words, unique, unlike
from deskbridge_contract_tests.marks import kept, needs
from deskbridge_contract_tests.reading import once
from deskbridge_contract_tests.suites.keeping import check_taken

_LOOK_AT = 3


class AnswersSuite:
    """Answers are made, listed, changed and deleted."""

    @needs(Capability.ANSWERS_ALL)
    def test_all_answers_are_listed_once(self, harness: Harness, maker: Maker) -> None:
        """A listing gives each answer once. A doubled one is translated, counted and imported twice.

        Usually wrong: an answer comes again in each language.
        """
        if harness.possible(Capability.ANSWERS_CREATE):
            maker.answer()
        once(harness.desk.answers.all(), Capability.ANSWERS_ALL)

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_a_created_answer_is_read_back_as_it_was_returned(self, harness: Harness) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        name = unique("answer")
        created = harness.desk.answers.create(NewAnswer(name=name, contents=first_words(harness)))
        read = read_again(harness, created)
        assert name == read.name, "answers.create did not keep the answer's name"
        assert said(read) == said(created), "answers.create returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_every_answer_field_that_is_declared_full_is_kept(self, harness: Harness) -> None:
        """What is declared `FULL` is read back as written. A migration drops nothing that it was not told of.

        Usually wrong: a field that `translate` forgot.
        """
        new = everything(harness)
        read = read_again(harness, harness.desk.answers.create(new))
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
        """A listing without restriction is whole. A backup that lacks the newest answer is none.

        Usually wrong: answers without contents are left out.
        """
        created = {maker.answer().id for _ in range(2)}
        assert created <= {one.id for one in harness.desk.answers.all()}, "answers.all left out answers"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_GET)
    def test_getting_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it what was deleted from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.get(ident)

    @needs(Capability.ANSWERS_CREATE)
    def test_a_second_answer_of_one_name_is_a_conflict(self, harness: Harness, maker: Maker) -> None:
        """A name that is taken is a `ConflictError`. Two answers of one name, and agents send the outdated one.

        Usually wrong: the vendor's code is not mapped, or the first answer is written over.
        """
        before = maker.answer()
        new, strict = NewAnswer(name=before.name, contents=before.contents), harness.full(Capability.ANSWERS_CREATE)
        check_taken(lambda: harness.desk.answers.create(new), before, strict=strict)

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_UPDATE, Capability.ANSWERS_GET)
    def test_an_answer_is_renamed_and_the_rest_stays(self, harness: Harness) -> None:
        """A field that is not set stays as it is. Who corrects a name does not mean to lose the words.

        Usually wrong: the whole record is written, with all else emptied.
        """
        before = read_again(harness, harness.desk.answers.create(everything(harness)))
        name = unique("renamed")
        returned = harness.desk.answers.update(AnswerId(before.id), AnswerChange(name=name))
        read = read_again(harness, before)
        assert said(evolve(before, name=name)) == said(read), "answers.update did not change the name only"
        assert said(returned) == said(read), "answers.update returned something else than answers.get reads"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_UPDATE)
    def test_updating_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nothing is made by an update. An answer that nobody wrote would be sent to customers.

        Usually wrong: the vendor creates what it does not know.
        """
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.update(ident, AnswerChange(name=unique("nothing")))

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_DELETE, Capability.ANSWERS_GET)
    def test_a_deleted_answer_is_gone(self, harness: Harness, maker: Maker) -> None:
        """What is deleted is not there, and all else is. An agent who still finds it sends what is no longer true.

        Usually wrong: it is only hidden from customers.
        """
        before, created, after = (maker.answer() for _ in range(3))
        harness.desk.answers.delete(AnswerId(created.id))
        with pytest.raises(NotFoundError):
            read_again(harness, created)
        for other in (before, after):
            assert other.id == read_again(harness, other).id, "answers.delete deleted another"

    @needs(Capability.ANSWERS_CREATE, Capability.ANSWERS_DELETE)
    def test_deleting_an_unknown_answer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Deleting nothing is an error, not a success. A mistyped id would leave the wrong answer in use.

        Usually wrong: the vendor answers 204 to anything.
        """
        ident = AnswerId(unlike(maker.answer().id))
        with pytest.raises(NotFoundError):
            harness.desk.answers.delete(ident)

    @needs(Capability.ANSWERS_AUDIENCES)
    def test_all_audiences_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each audience once, with its name. People choose by names who gets to see an answer.

        Usually wrong: the name is left empty.
        """
        found = list(harness.desk.answers.audiences())
        assert len({one.id for one in found}) == len(found), "answers.audiences gave an audience twice"
        assert all(one.name for one in found), "answers.audiences gave an audience without a name"


def read_again(harness: Harness, answer: Answer) -> Answer:
    """Return an answer as it is read by its id."""
    return harness.desk.answers.get(AnswerId(answer.id))


def said(answer: Answer) -> Answer:
    """Return what an answer says, without what the vendor's clock adds."""
    return evolve(answer, raw={}, created_at=None, updated_at=None)


def everything(harness: Harness) -> NewAnswer:
    """Return an answer to make with all that is declared full."""
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
