"""A rehearsal moves everything but what tells who somebody is."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.hookspecs import Move
from deskbridge.memory import MemoryHelpdesk
from deskbridge.plugins import plugins
from deskbridge.records import (
    Agent,
    Attachment,
    Author,
    AuthorKind,
    BodyFormat,
    Direction,
    Identifier,
    IdentifierKind,
    Message,
    MessageKind,
    Topic,
    Visibility,
)
from deskbridge_migrate import planfile
from deskbridge_migrate.engine import run_key
from deskbridge_migrate.ledger import Ledger, Row
from deskbridge_migrate.masking import REMARK, masked, masked_text
from deskbridge_migrate.model import Fate, MigrationError
from deskbridge_migrate.planning import make_plan
from deskbridge_migrate.verifying import verify

KEY = "0123456789abcdef"
SECRET = "Ottoline"
MESSAGE = Message(
    id="m",
    vendor="memory",
    kind=MessageKind.MESSAGE,
    direction=Direction.INBOUND,
    visibility=Visibility.PUBLIC,
    author=Author(kind=AuthorKind.CUSTOMER),
)
WHERE = re.compile("ottoline|wunderlich|5550123|Gasse", re.IGNORECASE)


@pytest.fixture
def personal(filled) -> MemoryHelpdesk:
    """A desk in which one customer's and one agent's name and more stand wherever they can."""
    source = filled(customers=2, tickets=1, messages=2)
    store = source.native
    store.seed(agents=[Agent(id="a1", vendor="memory", name=f"{SECRET} Agent", email="ottoline@work.example")])
    shared = Identifier(kind=IdentifierKind.PHONE, value="+15550123", original="(555) 0123")
    emails = [Identifier(kind=IdentifierKind.EMAIL, value="ottoline@wunderlich.example", primary=True), shared]
    for one in list(store.customers.values()):
        named = evolve(one, name=f"{SECRET} Wunderlich", address="Gasse 1", attributes={"aunt": [SECRET, 5550123]})
        store.customers[one.id] = evolve(named, identifiers=emails if one.name.endswith("0") else [shared])
    for one in list(store.tickets.values()):
        store.tickets[one.id] = evolve(one, subject=f"Of {SECRET}", fields={"to": SECRET}, agent_id="a1")
    for one in list(store.messages.values()):
        html = f"<p title='{SECRET}'>Dear <{SECRET}> {SECRET} &amp; co</p><style>{SECRET}</style><!-- {SECRET} -->"
        store.messages[one.id] = evolve(
            one,
            text=f"Dear {SECRET}, call 5550123",
            html=html,
            body_format=BodyFormat.HTML,
            subject=f"For {SECRET}",
            author=Author(kind=AuthorKind.AGENT, id="a1", name=f"{SECRET} Agent"),
            attachments=[Attachment(name=f"{SECRET}.pdf", content_type="application/pdf", url=f"https://x/{SECRET}")],
            details={"from": "ottoline@wunderlich.example", "to": [SECRET], "started_at": "2024-01-01T00:00:00Z"},
            external_id=SECRET,
        )
    return source


def held(desk: MemoryHelpdesk) -> str:
    store = desk.native
    return repr([list(one.values()) for one in (store.customers, store.tickets, store.messages)])


def rehearsal(source: MemoryHelpdesk, target: MemoryHelpdesk, key: str = KEY):
    return make_plan(source, target, names=("old", "new"), mask_key=key)


def test_a_rehearsal_is_told_before_it_starts(personal, plan_of) -> None:
    plan = rehearsal(personal, MemoryHelpdesk())
    assert plan.remarks[0] == REMARK
    assert plan.needs_acceptance
    assert not {one.field for one in plan.losses if one.fate is Fate.KEPT} & {"customer.name", "message.text"}
    masks = {one.field for one in plan.losses if "masked for a rehearsal" in one.note}
    assert {"customer.email", "customer.phone", "ticket.subject", "message.text", "message.attachments"} <= masks
    assert "masked" not in json.dumps(planfile.as_json(plan_of(personal, MemoryHelpdesk()))["losses"])


def test_nothing_that_tells_who_somebody_is_reaches_the_target_by_the_hook(personal, open_ledger, run_plan) -> None:
    target = MemoryHelpdesk()
    plan = rehearsal(personal, target)
    outcome = run_plan(plan, personal, target, transform=None)
    assert outcome.whole
    assert not WHERE.search(held(target))
    assert WHERE.search(held(personal))
    ledger = open_ledger(plan)
    assert verify(plan, personal, target, ledger).problems == ()
    assert run_plan(plan, personal, target, transform=None).written == 0


def test_a_callers_own_hook_does_not_undo_the_masking(personal, open_ledger, run_plan) -> None:
    target = MemoryHelpdesk()
    plan = rehearsal(personal, target)
    assert run_plan(plan, personal, target).whole
    assert not WHERE.search(held(target))
    assert verify(plan, personal, target, open_ledger(plan), transform=lambda record, _: record).whole


def test_what_a_real_migration_moves_stays_as_it_is(personal) -> None:
    move = Move(source="old", target="new", kind="customer")
    for one in personal.native.customers.values():
        assert plugins().transform(one, move) is one


def test_the_same_is_masked_the_same_under_one_key_and_otherwise_under_another(personal) -> None:
    one, other = (masked(each, KEY) for each in personal.native.customers.values())
    assert one.name == other.name
    assert one.phones == other.phones
    (customer, _) = personal.native.customers.values()
    assert masked(customer, KEY) == one
    assert masked(customer, "another").identifiers != one.identifiers
    assert re.fullmatch(r"\+999\d{11}", one.phones[0])
    assert one.emails[0].endswith("@masked.invalid")
    assert one.raw == {}


def test_html_keeps_its_shape_and_nothing_else(personal) -> None:
    message = next(iter(personal.native.messages.values()))
    assert masked(message, KEY).html == "<p>Xxxx  Xxxxxxxx &amp; xx</p>"


@given(st.text(st.characters()))
@settings(max_examples=100)
def test_a_text_keeps_its_length_and_no_letter_but_x(text: str) -> None:
    shown = masked_text(text)
    assert len(shown) == len(text)
    assert not {one for one in shown if one.isalnum()} - set("xX0")
    assert masked_text(shown) == shown


@given(st.text(st.characters(), max_size=30) | st.from_regex(r"<[a-z!/]{0,6}[^<>]{0,10}>?[A-Z]{0,3}", fullmatch=True))
@settings(max_examples=100)
def test_whatever_html_is_only_tags_and_masked_letters_are_left(html: str) -> None:
    left = re.sub(r"</?(?:[a-z]|[a-z]+[1-6]?)>|&(?:amp|lt|gt);", "", masked(evolve(MESSAGE, html=html), KEY).html)
    assert not {one for one in left if one.isalnum()} - set("xX0")


def test_topics_are_nobodys() -> None:
    topic = Topic(id="t", vendor="memory", name="Billing")
    assert masked(topic, KEY) == topic


def test_a_real_run_is_refused_where_a_rehearsal_was_and_the_other_way_round(personal, plan_of, run_plan) -> None:
    target = MemoryHelpdesk()
    first = rehearsal(personal, target)
    run_plan(first, personal, target, transform=None)
    for plan in (plan_of(personal, target), rehearsal(personal, target, "another key")):
        with pytest.raises(MigrationError, match="rehearse at a desk of its own"):
            run_plan(plan, personal, target)
    assert run_plan(first, personal, target, transform=None).whole


def test_the_key_stays_in_the_plans_file(personal, tmp_path: Path) -> None:
    plan = rehearsal(personal, MemoryHelpdesk())
    assert KEY not in repr(plan)
    assert KEY not in run_key(plan)
    assert KEY not in repr(Move(source="a", target="b", kind="ticket", mask_key=KEY))
    planfile.write(plan, tmp_path / "plan.json")
    assert planfile.read(tmp_path / "plan.json") == plan


def test_a_ledger_knows_keys_of_a_pair_by_their_beginning(url: str) -> None:
    names = ("a_ -> b", "a_ -> b (rehearsal 1)", "ax -> b (rehearsal 2)", "a_ -> bc")
    rows = {name: Ledger(url, name) for name in names}
    rows["ax -> b (rehearsal 2)"].put(Row(kind="ticket", source_id="1"))
    rows["a_ -> bc"].put(Row(kind="ticket", source_id="1"))
    assert not rows["a_ -> b"].has_others("a_ -> b")
    rows["a_ -> b (rehearsal 1)"].put(Row(kind="ticket", source_id="1"))
    assert rows["a_ -> b"].has_others("a_ -> b")
    assert not rows["a_ -> b (rehearsal 1)"].has_others("a_ -> b")
    for one in rows.values():
        one.close()
