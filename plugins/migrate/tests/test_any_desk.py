"""Whatever a desk holds, it arrives whole, once, in order, and is verified."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskbridge.capabilities import ROLES, Capabilities, Level, Support
from deskbridge.capabilities import Capability as C  # noqa: N817  a long table below
from deskbridge.desk import Desk
from deskbridge.memory import CAPABILITIES, MemoryHelpdesk
from deskbridge.records import (
    Agent,
    Author,
    AuthorKind,
    BodyFormat,
    Channel,
    ChannelKind,
    Customer,
    Direction,
    Group,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    Status,
    Ticket,
    TicketStatus,
    Topic,
    Visibility,
)
from deskbridge_migrate.engine import Options, run, run_key
from deskbridge_migrate.ledger import Ledger
from deskbridge_migrate.planfile import digest
from deskbridge_migrate.planning import make_plan
from deskbridge_migrate.verifying import verify

START = datetime(2020, 1, 1, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.text(st.characters(categories=["L", "N", "So"]), min_size=1, max_size=12)
moments = st.integers(0, 10_000_000).map(lambda seconds: START + timedelta(seconds=seconds))
maybe_moments = st.none() | moments
few = st.integers(0, 4)
fields = st.dictionaries(names, texts, max_size=2)
identifiers = st.builds(
    Identifier,
    kind=st.sampled_from(IdentifierKind),
    value=st.sampled_from(["a@x.org", "b@x.org", "+15550100", "+15550101", "some-id"]),
)
channels = st.none() | st.builds(Channel, kind=st.sampled_from(ChannelKind), original=names)


@st.composite
def desks(draw: st.DrawFn) -> MemoryHelpdesk:
    desk = MemoryHelpdesk()
    store = desk.native
    common = {"vendor": "memory"}
    agents = [Agent(id=f"a{n}", email=f"agent{n}@x.org", name=draw(texts), **common) for n in range(draw(few))]
    store.seed(agents=agents, groups=[Group(id="g0", name="Support", **common)])
    for n in range(draw(few)):
        parent = f"t{n - 1}" if n and draw(st.booleans()) else None
        store.topics[f"t{n}"] = Topic(id=f"t{n}", name=f"{draw(names)} {n}", parent_id=parent, **common)
    for n in range(draw(few)):
        store.customers[f"c{n}"] = Customer(
            id=f"c{n}",
            name=draw(texts),
            identifiers=draw(st.lists(identifiers, max_size=3, unique_by=lambda one: (one.kind, one.value))),
            address=draw(texts),
            attributes=draw(fields),
            created_at=draw(maybe_moments),
            **common,
        )
    for n in range(draw(few)):
        draw_ticket(draw, desk, f"k{n}")
    return desk


def draw_ticket(draw: st.DrawFn, desk: MemoryHelpdesk, ident: str) -> None:
    store = desk.native
    opened = draw(moments)
    store.tickets[ident] = Ticket(
        id=ident,
        vendor="memory",
        status=Status(kind=draw(st.sampled_from(TicketStatus)), original=draw(names)),
        customer_id=draw(st.sampled_from([None, "gone", *store.customers])),
        subject=draw(texts),
        channel=draw(channels),
        agent_id=draw(st.sampled_from([None, "left", *store.agents])),
        group_id=draw(st.sampled_from([None, "g0", "closed"])),
        topic_ids=draw(st.lists(st.sampled_from(sorted(store.topics)), unique=True)) if store.topics else (),
        fields=draw(fields),
        external_id=draw(texts),
        created_at=draw(st.sampled_from([None, opened])),
        updated_at=draw(maybe_moments),
        closed_at=draw(st.none() | st.just(opened + timedelta(days=200))),
    )
    for n in range(draw(few)):
        html = draw(st.sampled_from(["", "<p>Hello</p>", "<b onclick='x()'>é</b><script>x()</script>"]))
        store.messages[f"{ident}m{n}"] = Message(
            id=f"{ident}m{n}",
            vendor="memory",
            kind=draw(st.sampled_from(MessageKind)),
            direction=draw(st.sampled_from(Direction)),
            visibility=draw(st.sampled_from(Visibility)),
            author=Author(kind=draw(st.sampled_from(AuthorKind)), id=draw(st.sampled_from(["", "a0", "left", "c0"]))),
            created_at=opened + timedelta(minutes=n),
            original_kind=draw(texts),
            text=draw(texts),
            html=html,
            body_format=BodyFormat.HTML if html else BodyFormat.TEXT,
            channel=draw(channels),
            subject=draw(texts),
            details=draw(fields),
            ticket_id=ident,
        )


LEVELS = (Level.FULL, Level.PARTIAL, Level.EMULATED, Level.UNSUPPORTED)
OPTIONAL = (
    C.CUSTOMERS_CREATE, C.CUSTOMERS_UPDATE, C.CUSTOMERS_GET, C.CUSTOMERS_FIND, C.TICKETS_UPDATE, C.TOPICS_CREATE,
    C.CUSTOMER_NAME, C.CUSTOMER_EMAIL, C.CUSTOMER_PHONE, C.CUSTOMER_SOCIAL, C.CUSTOMER_EXTERNAL_ID, C.CUSTOMER_ADDRESS,
    C.CUSTOMER_ATTRIBUTES, C.TICKET_SUBJECT, C.TICKET_CHANNEL, C.TICKET_AGENT_ID, C.TICKET_GROUP_ID, C.TICKET_TOPIC_IDS,
    C.TICKET_FIELDS, C.TICKET_UPDATED_AT, C.MESSAGE_HTML, C.MESSAGE_SUBJECT, C.MESSAGE_CHANNEL, C.MESSAGE_ATTACHMENTS,
    C.MESSAGE_DETAILS, C.TOPIC_PARENT_ID, C.TOPIC_DISABLED,
)  # fmt: skip
supports = st.builds(Support, st.sampled_from(LEVELS), limit=st.sampled_from([None, 10]))


@st.composite
def targets(draw: st.DrawFn) -> Desk:
    rows = draw(st.dictionaries(st.sampled_from(OPTIONAL), supports, max_size=8))
    behind = MemoryHelpdesk()
    behind.native.seed(agents=[Agent(id="b0", vendor="memory", email="agent0@x.org")])
    names_of_roles = ROLES
    return Desk(
        Capabilities("memory", {**CAPABILITIES.rows, **rows}),
        native=behind.native,
        roles={name: getattr(behind, name) for name in names_of_roles},
        close=lambda: None,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(desks(), targets())
def test_any_desk_moves_to_any_desk(source: MemoryHelpdesk, target: Desk) -> None:
    plan = make_plan(source, target, names=("old", "new"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(str(Path(folder) / "ledger.sqlite3"), run_key(plan))
        try:
            outcome = run(plan, source, target, ledger, options=Options(accept=digest(plan)), transform=as_it_is)
            assert outcome.whole, [row for row in ledger.rows() if row.reason]
            checked = verify(plan, source, target, ledger, transform=as_it_is)
            assert (checked.whole, checked.problems) == (True, ())
            again = run(plan, source, target, ledger, options=Options(accept=digest(plan)), transform=as_it_is)
            assert (again.written, again.tallies) == (0, outcome.tallies)
        finally:
            ledger.close()


def as_it_is(record, move):
    return record
