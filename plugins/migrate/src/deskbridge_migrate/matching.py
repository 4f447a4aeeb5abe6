"""Finds at the target what the source's records refer to: topics and groups by name, agents by e-mail address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from attrs import evolve, field, frozen

from deskbridge.capabilities import Capabilities, Capability
from deskbridge.records import AgentId, Customer, GroupId, Identifier, IdentifierKind, Topic, TopicId
from deskbridge_migrate.reading import Directory


@frozen(kw_only=True)
class Matching:
    """Ids of the source, each with the target's id of the same thing. What has no equal is not in here.

    Attributes:
        topics: By name without regard to case; under equal parents where the target has parents.
        agents: By e-mail address.
        groups: By name without regard to case.
    """

    topics: Mapping[str, TopicId] = field(factory=dict)
    agents: Mapping[str, AgentId] = field(factory=dict)
    groups: Mapping[str, GroupId] = field(factory=dict)

    def with_topic(self, topic: Topic, target_id: TopicId, source: Directory, can: Capabilities) -> Matching:
        """Return this, and an equal at the target for a topic and for all that the target can't tell from it."""
        parents = can[Capability.TOPIC_PARENT_ID].possible
        path = topic_path(topic, source.topics, parents=parents)
        same = (one.id for one in source.topics.values() if topic_path(one, source.topics, parents=parents) == path)
        return evolve(self, topics={**self.topics, **dict.fromkeys(same, target_id)})


def topic_path(topic: Topic, topics: Mapping[str, Topic], *, parents: bool) -> tuple[str, ...]:
    """Return a topic's name under its parents' names, top first, all casefolded; without parents, its name alone."""
    path: list[str] = []
    seen: set[str] = set()
    current: Topic | None = topic
    while current is not None and current.id not in seen:
        seen.add(current.id)
        path.append(current.name.strip().casefold())
        current = topics.get(current.parent_id) if parents and current.parent_id else None
    return tuple(reversed(path))


def match(source: Directory, target: Directory, can: Capabilities) -> Matching:
    """Match two directories; where the target has a name twice, the lowest id is taken."""
    parents = can[Capability.TOPIC_PARENT_ID].possible
    topics = _first((topic_path(one, target.topics, parents=parents), one.id) for one in target.topics.values())
    agents = _first((one.email.casefold(), one.id) for one in target.agents.values() if one.email)
    groups = _first((one.name.strip().casefold(), one.id) for one in target.groups.values() if one.name)
    return Matching(
        topics={
            one.id: TopicId(topics[path])
            for one in source.topics.values()
            if (path := topic_path(one, source.topics, parents=parents)) in topics
        },
        agents={
            one.id: AgentId(agents[one.email.casefold()])
            for one in source.agents.values()
            if one.email.casefold() in agents
        },
        groups={
            one.id: GroupId(groups[name])
            for one in source.groups.values()
            if (name := one.name.strip().casefold()) in groups
        },
    )


def _first(pairs: Iterable[tuple[object, str]]) -> dict[object, str]:
    found: dict[object, str] = {}
    for key, identity in sorted(pairs, key=lambda pair: pair[1]):
        found.setdefault(key, identity)
    return found


def missing_topics(used: Iterable[str], source: Directory, matching: Matching, can: Capabilities) -> tuple[Topic, ...]:
    """Return the topics to create, parents before children; none where the target can't create any.

    Args:
        used: Ids of topics that tickets have.
        source: The source's directory.
        matching: What the target has already.
        can: The target's declaration.
    """
    if not can[Capability.TOPICS_CREATE].possible:
        return ()
    parents = can[Capability.TOPIC_PARENT_ID].possible
    wanted: dict[tuple[str, ...], Topic] = {}
    for topic_id in sorted(used):
        current = source.topics.get(topic_id)
        while current is not None and current.id not in matching.topics:
            path = topic_path(current, source.topics, parents=parents)
            if path in wanted:
                break
            wanted[path] = current
            current = source.topics.get(current.parent_id) if parents and current.parent_id else None
    return tuple(topic for _, topic in sorted(wanted.items(), key=lambda item: (len(item[0]), item[0])))


def families(customers: Iterable[Customer]) -> tuple[tuple[Customer, ...], ...]:
    """Group customers that share an identifier, directly or through others; each group oldest first.

    They could be one person at the target, so they are moved one after the other, always in the same order.
    """
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    ordered = sorted(customers, key=_age)
    owner: dict[tuple[IdentifierKind, str], str] = {}
    for customer in ordered:
        leader[customer.id] = customer.id
        for identifier in customer.identifiers:
            other = owner.setdefault(known_as(identifier), customer.id)
            leader[find(customer.id)] = find(other)
    groups: dict[str, list[Customer]] = {}
    for customer in ordered:
        groups.setdefault(find(customer.id), []).append(customer)
    return tuple(tuple(group) for group in groups.values())


def owners(
    customers: Iterable[Customer], *, shareable: Collection[IdentifierKind]
) -> Mapping[tuple[IdentifierKind, str], str]:
    """Return who gets each identifier that more than one customer has: the oldest of them, by id.

    Args:
        customers: Those who are moved.
        shareable: Kinds that the target lets any number of customers have; they are not in the answer.
    """
    holders: dict[tuple[IdentifierKind, str], list[str]] = {}
    for customer in sorted(customers, key=_age):
        for key in {known_as(one) for one in customer.identifiers if one.kind not in shareable}:
            holders.setdefault(key, []).append(customer.id)
    return {key: held[0] for key, held in holders.items() if len(held) > 1}


def holders(customers: Iterable[Customer]) -> Mapping[tuple[IdentifierKind, str], str]:
    """Return who has an identifier, by id; of several, the lowest id."""
    found: dict[tuple[IdentifierKind, str], str] = {}
    for customer in sorted(customers, key=lambda one: one.id):
        for one in customer.identifiers:
            found.setdefault(known_as(one), customer.id)
    return found


def known_as(identifier: Identifier) -> tuple[IdentifierKind, str]:
    """Return what two identifiers have in common that are the same: the kind, and the value without regard to case."""
    return identifier.kind, identifier.value.casefold()


def _age(customer: Customer) -> tuple[bool, str, str]:
    """Order customers by age, so that one who comes later takes no identifier from one who was moved already."""
    created = customer.created_at
    return created is None, created.isoformat() if created else "", customer.id
