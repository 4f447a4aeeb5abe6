"""What may be turned in a sandbox is checked, and what is refused is said in words that can be shown."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import define, field, setters

from deskbridge.sandbox.switches import Turned, flag, number, one_of, text, whole


@define(kw_only=True, on_setattr=setters.validate)
class Lamp(Turned):
    lit: bool = field(default=False, validator=flag)
    colour: str = field(default="white", validator=one_of("white", "red"))
    seconds: float = field(default=1.0, validator=number(below=10))
    bulbs: int = field(default=1, validator=whole(lowest=1, highest=3))
    label: str = field(default="", validator=text)


def test_switches_are_turned_by_name_and_shown() -> None:
    lamp = Lamp()
    lamp.turn({"lit": True, "colour": "red", "seconds": 0, "bulbs": 3, "label": "hall"})
    assert lamp.shown() == {"lit": True, "colour": "red", "seconds": 0, "bulbs": 3, "label": "hall"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lit": 1}, "lit has to be true or false, and not 1"),
        ({"colour": "blue"}, "colour has to be one of white, red, and not 'blue'"),
        ({"colour": ["red"]}, "colour has to be one of white, red, and not ['red']"),
        ({"seconds": -1}, "seconds has to be a number from 0 and below 10, and not -1"),
        ({"seconds": True}, "seconds has to be a number from 0 and below 10, and not True"),
        ({"bulbs": 4}, "bulbs has to be a whole number from 1 to 3, and not 4"),
        ({"bulbs": 1.5}, "bulbs has to be a whole number from 1 to 3, and not 1.5"),
        ({"label": None}, "label has to be a text, and not None"),
        ({"heat": 1}, "there is no switch 'heat'; there are: lit, colour, seconds, bulbs, label"),
    ],
)
def test_what_can_not_be_turned_turns_nothing_and_is_told(wrong: dict[str, Any], said: str) -> None:
    lamp = Lamp()
    with pytest.raises(ValueError) as refused:  # noqa: PT011  its whole text is compared
        lamp.turn({"seconds": 2.0, **wrong})
    assert str(refused.value) == said
    assert lamp == Lamp()
