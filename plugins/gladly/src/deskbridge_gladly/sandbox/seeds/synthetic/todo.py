"""The synthetic tasks: open, overdue and closed ones, with and without an agent, with comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deskbridge_gladly.sandbox.seeds.synthetic import words
from deskbridge_gladly.sandbox.seeds.synthetic.organization import AGENT_IDS, FORMER_AGENT_ID, INBOX_IDS
from deskbridge_gladly.sandbox.seeds.synthetic.thread import fixed_id
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, read_time, stamp, without_unset

EVERY = 3
"""Each third customer has a task, and each ninth has three."""
BODIES = (
    "Call customer back with information about booking",
    "<p>Please <b>refund</b> order &amp; confirm:</p><ul><li>$12.50</li><li>shipping</li></ul>",
    "להתקשר ללקוח 📞 לפני יום ראשון",
    "返金を確認する",
    "Επιστροφή χρημάτων — ελέγξτε το",
)
LONG_BODY = "All of it, again. " * 555
CREATORS = ("AGENT", "API", "AUTOMATION", "CUSTOMER", "SYSTEM")


def lay_tasks(store: Store, conversations: int) -> None:
    """Put tasks with comments into the store; its customers are those of so many conversations.

    What is open is due some days from the present day, what is overdue was due before it.
    """
    for number in range(0, conversations, EVERY):
        customer = store.people.profiles.get(fixed_id("customer", number))
        if customer is None:  # this place has the conversation of another customer
            continue
        for turn in range(3 if number % 9 == 0 else 1):
            task = _task(store, customer, number, turn)
            store.tasks.add(task)
            for comment in _comments(task, number + turn):
                store.tasks.add_comment(comment)


def _task(store: Store, customer: Json, number: int, turn: int) -> Json:
    made_at = _moment(customer["createdAt"]) + timedelta(hours=1, days=turn)
    kind = (number // EVERY + turn) % 4  # open, closed, overdue, open without an agent
    today = store.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    is_due_later = kind in {0, 3}
    due_at = today + timedelta(days=3 + turn) if is_due_later else made_at + timedelta(days=2)
    agent_id = FORMER_AGENT_ID if number % 21 == 0 else AGENT_IDS[number % len(AGENT_IDS)]
    assignee = {"inboxId": INBOX_IDS[number % 3], "agentId": None if kind == 3 else agent_id}
    return {
        "id": fixed_id("task", f"{number} {turn}"),
        "customerId": customer["id"],
        "timestamp": stamp(made_at),
        "createdBy": _creator(customer, number + turn),
        "assignee": without_unset(assignee),
        "body": LONG_BODY if number == EVERY else BODIES[(number + turn) % len(BODIES)],
        "dueAt": stamp(due_at),
        "status": "CLOSED" if kind == 1 else "OPEN",
    }


def _creator(customer: Json, number: int) -> Json:
    kind = CREATORS[number % len(CREATORS)]
    ids = {"AGENT": AGENT_IDS[0], "CUSTOMER": customer["id"], "SYSTEM": "SIDEKICK_V2"}
    return {"id": ids.get(kind, API_USER_ID), "type": kind}


def _comments(task: Json, number: int) -> Iterator[Json]:
    made_at = _moment(task["timestamp"])
    texts = [answered for _, answered in words.HEBREW + words.JAPANESE + words.ENGLISH]
    for place in range(number % 4):
        yield {
            "id": fixed_id("comment", f"{task['id']} {place}"),
            "agentId": AGENT_IDS[(number + place) % len(AGENT_IDS)],
            "comment": texts[(number + place) % len(texts)],
            "taskId": task["id"],
            "createdAt": stamp(made_at + timedelta(hours=1 + place)),
        }


def _moment(text: str) -> datetime:
    moment = read_time(text)
    if moment is None:
        msg = f"{text!r} is no time"
        raise ValueError(msg)
    return moment
