"""A native client's methods say which operation of the vendor's specification they ask for."""

from __future__ import annotations

from deskbridge.operations import operation


def test_a_marked_method_stays_what_it_is_and_names_its_operation() -> None:
    def get(number: int) -> int:
        """Return it."""
        return number

    marked = operation("get-number")(get)
    assert marked is get
    assert marked(3) == 3
    assert get.__operation_id__ == "get-number"  # type: ignore[attr-defined]  # set by the mark
