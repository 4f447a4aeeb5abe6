import pytest

from deskbridge.listing import Listing, Pages, TruncatedWarning, whole


def test_nothing_is_fetched_before_the_iteration() -> None:
    asked: list[int] = []

    def fetch() -> Pages[int]:
        for number in range(3):
            asked.append(number)
            yield number
        return False

    listing = Listing(fetch, what="numbers")
    assert asked == []
    assert listing.first() == 0
    assert asked == [0]


def test_a_complete_listing_says_so_after_the_iteration() -> None:
    listing = Listing(lambda: whole([1, 2]), what="numbers")
    assert listing.truncated is None
    assert list(listing) == [1, 2]
    assert listing.truncated is False


def test_each_iteration_asks_anew() -> None:
    held = [1]
    listing = Listing(lambda: whole(list(held)), what="numbers")
    assert list(listing) == [1]
    held.append(2)
    assert list(listing) == [1, 2]


def test_a_truncated_listing_warns() -> None:
    def fetch() -> Pages[int]:
        yield 1
        return True

    listing = Listing(fetch, what="items of a conversation")
    with pytest.warns(TruncatedWarning, match="items of a conversation"):
        assert list(listing) == [1]
    assert listing.truncated is True


def test_the_first_of_nothing_is_none() -> None:
    assert Listing(lambda: whole(()), what="nothing").first() is None
