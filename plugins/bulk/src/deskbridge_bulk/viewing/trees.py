"""Topics as a tree, whatever their parents say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from deskbridge.records import Topic


@frozen
class Branch:
    """A topic in its place.

    Attributes:
        topic: The topic.
        path: The names from the top down to it.
    """

    topic: Topic
    path: tuple[str, ...]


def tree(topics: Iterable[Topic]) -> Iterator[Branch]:
    """Yield each topic once, parents before their children, siblings by name.

    A topic whose parent is not there stands at the top; of topics that are each other's parents, one does.
    """
    below: dict[str | None, list[Topic]] = {}
    known = {one.id: one for one in topics}
    for one in known.values():
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    seen: set[str] = set()
    tops = [*_by_name(below.get(None, [])), *_by_name(list(known.values()))]
    for top in tops:
        waiting = [Branch(top, (top.name,))] if top.id not in seen else []
        while waiting:
            branch = waiting.pop()
            if branch.topic.id in seen:
                continue
            seen.add(branch.topic.id)
            yield branch
            children = _by_name(below.get(branch.topic.id, []))
            waiting += [Branch(one, (*branch.path, one.name)) for one in reversed(children)]


def _by_name(topics: list[Topic]) -> list[Topic]:
    return sorted(topics, key=lambda one: (one.name.casefold(), one.id))
