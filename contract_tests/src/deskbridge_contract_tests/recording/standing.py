"""Puts stand-ins in the place of texts, and texts in the place of stand-ins, however they are spelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from deskbridge_contract_tests.spelling import SPELLINGS, Spell, plainly


def replaced(content: bytes, stands: Mapping[str, str]) -> bytes:
    """Put stand-ins in the place of texts, in every spelling, the longest first."""
    pairs = {(spell(real), spell(stand)) for real, stand in stands.items() for spell in SPELLINGS}
    return _exchanged(content, sorted(pairs, key=_first_length, reverse=True))


def shown(content: bytes, stands: Mapping[str, str], spell: Spell) -> bytes:
    """Put texts in the place of stand-ins: spelled as the stand-in is if that shows, else as the place asks for."""
    spellings: tuple[Callable[[str], str], ...] = (*(one for one in SPELLINGS if one is not plainly), plainly)
    told = [
        (one(stand), (spell if one(stand) == stand else one)(real))
        for real, stand in stands.items()
        for one in spellings
    ]
    return _exchanged(content, told)


def _exchanged(content: bytes, pairs: Iterable[tuple[str, str]]) -> bytes:
    for old, new in pairs:
        content = content.replace(old.encode(), new.encode())
    return content


def _first_length(pair: tuple[str, str]) -> int:
    return len(pair[0])
