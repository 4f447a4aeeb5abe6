"""Runs a plan: checks that it still holds, prepares topics, moves customers with their tickets in several threads."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Lock

from attrs import evolve, frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import AuthenticationError
from deskbridge.protocols import Helpdesk
from deskbridge.records import Customer, NewTopic, Ticket, Topic, TopicId
from deskbridge_migrate.beginning import begun
from deskbridge_migrate.binding import check_different, check_rehearsal, check_source, check_target
from deskbridge_migrate.guarding import only_ours
from deskbridge_migrate.ledger import Ledger, Row, State
from deskbridge_migrate.lock import RunnerLock
from deskbridge_migrate.matching import Matching, families, match, missing_topics
from deskbridge_migrate.model import Fate, MigrationError, Outcome, Plan
from deskbridge_migrate.moving import Moving, Scoreboard, Transform
from deskbridge_migrate.moving_customers import CustomerMover
from deskbridge_migrate.once import Once, content_hash, said
from deskbridge_migrate.planfile import capabilities_digest, digest
from deskbridge_migrate.reading import (
    Directory,
    Inventory,
    Progress,
    no_progress,
    quiet,
    read_directory,
    read_inventory,
)
from deskbridge_migrate.requirements import require_target

WORKERS = 8
STOP_AFTER = 50


@frozen(kw_only=True)
class Options:
    """How to run.

    Attributes:
        accept: The digest of the plan, which accepts what it changes and loses; "" accepts nothing.
        workers: How many customers are moved at a time.
        stop_after: How many records may fail before the run stops.
    """

    accept: str = ""
    workers: int = WORKERS
    stop_after: int = STOP_AFTER


def pair_of(plan: Plan) -> str:
    """Return which desk to which."""
    return f"{plan.source.identity} -> {plan.target.identity}"


def run_key(plan: Plan) -> str:
    """Return what a ledger keeps a migration's rows under: which desk to which; those of a rehearsal by themselves."""
    rehearsal = f" (rehearsal {hashlib.sha256(plan.mask_key.encode()).hexdigest()[:16]})" if plan.mask_key else ""
    return f"{pair_of(plan)}{rehearsal}"


def check(plan: Plan, source: Helpdesk, target: Helpdesk, *, accept: str) -> None:
    """Refuse to start under a plan that doesn't hold, or that nobody accepted.

    Raises:
        MigrationError: Says why, and what to do.
    """
    for side, desk in ((plan.source, source), (plan.target, target)):
        if (side.vendor, side.capabilities) != (desk.vendor, capabilities_digest(desk.capabilities)):
            msg = f"what {side.name} can do has changed since the plan was made; make a new plan"
            raise MigrationError(msg)
    require_target(target.capabilities)
    wanted = digest(plan)
    if accept and accept != wanted:
        msg = f"the digest {accept[:12]} is another plan's; this one's is {wanted}"
        raise MigrationError(msg)
    if plan.needs_acceptance and not accept:
        touched = sum(one.fate in {Fate.CHANGED, Fate.LOST} for one in plan.losses)
        msg = (
            f"the plan changes or loses {touched} fields and leaves {sum(plan.skips.values())} records behind; "
            f"read it, and if that is right run it with --accept {wanted}"
        )
        raise MigrationError(msg)


@only_ours("the run")
def run(
    plan: Plan,
    source: Helpdesk,
    target: Helpdesk,
    ledger: Ledger,
    *,
    options: Options | None = None,
    transform: Transform | None = None,
    progress: Progress = no_progress,
) -> Outcome:
    """Move everything that isn't moved yet. May be called again with the same ledger, after any end.

    Args:
        plan: What to do; if it changes or loses anything it must be accepted in `options`.
        source: Where from.
        target: Where to.
        ledger: Of this pair of desks: ``Ledger(url, run_key(plan))``.
        options: How.
        transform: Passes each record through the plugins; theirs if None.
        progress: Told how far it is.

    Raises:
        MigrationError: It can't start, a desk is not the one that was planned, another run is at it, the ledger
            can't be used, or a plugin broke before a record was looked at.
    """
    chosen = options or Options()
    check(plan, source, target, accept=chosen.accept)
    started = time.monotonic()
    lost = threading.Event()
    board = Scoreboard(stop_after=chosen.stop_after)
    once = Once(ledger)
    with quiet(), RunnerLock(ledger, lost=lost):
        inventory = read_inventory(source, progress=progress)
        there = read_directory(target)
        check_different(source, target, inventory, there)
        remarks = check_source(plan, inventory)
        check_target(plan, target, there, ledger)
        check_rehearsal(plan, ledger, pair_of(plan))
        matching = _prepare_topics(inventory, target, there, once, ledger)
        moving = begun(
            plan,
            source,
            target,
            once,
            ledger=ledger,
            inventory=inventory,
            matching=matching,
            board=board,
            transform=transform,
        )
        _Pool(moving, inventory, lost, progress).work(chosen.workers)
    return Outcome(
        tallies=board.tallies(),
        problems=board.problems(),
        stopped=board.stopped,
        seconds=time.monotonic() - started,
        written=once.written,
        remarks=remarks,
    )


def _prepare_topics(inventory: Inventory, target: Helpdesk, there: Directory, once: Once, ledger: Ledger) -> Matching:
    """Match topics, agents and groups, and create the topics that are missing, where that is possible."""
    can = target.capabilities
    matching = match(inventory.directory, there, can)
    used = {topic for ticket in inventory.tickets for topic in ticket.topic_ids}
    for topic in missing_topics(used, inventory.directory, matching, can):
        made = _create_topic(topic, matching, target, once, ledger)
        if made is not None:
            matching = matching.with_topic(topic, made, inventory.directory, can)
    return matching


def _create_topic(topic: Topic, matching: Matching, target: Helpdesk, once: Once, ledger: Ledger) -> TopicId | None:
    can = target.capabilities
    parent = matching.topics.get(topic.parent_id) if topic.parent_id else None
    new = NewTopic(
        name=topic.name,
        parent_id=parent if can[Capability.TOPIC_PARENT_ID].possible else None,
        disabled=topic.disabled and can[Capability.TOPIC_DISABLED].possible,
    )

    def look_up() -> Topic | None:
        name = topic.name.strip().casefold()
        return next((one for one in target.topics.all() if one.name.strip().casefold() == name), None)

    row = ledger.get("topic", topic.id) or Row(kind="topic", source_id=topic.id)
    row = once.write(evolve(row, content_hash=content_hash(new)), lambda: target.topics.create(new), look_up)
    return TopicId(row.target_id) if row.state is State.DONE else None


class _Pool:
    """Workers, each moving one family of customers at a time, in the order of the families' first tickets."""

    def __init__(self, moving: Moving, inventory: Inventory, lost: threading.Event, progress: Progress) -> None:
        self._moving = moving
        self._mover = CustomerMover(moving)
        self._lost = lost
        self._progress = progress
        self._total = len(inventory.tickets)
        self._done = 0
        self._lock = Lock()
        tickets: dict[str, list[Ticket]] = defaultdict(list)
        strangers: list[Ticket] = []
        for ticket in inventory.tickets:
            owner = inventory.customer_of(ticket)
            (tickets[owner.id] if owner else strangers).append(ticket)
        self._work: list[list[tuple[Customer | None, Sequence[Ticket]]]] = [
            [(one, tickets.get(one.id, ())) for one in family] for family in families(inventory.customers.values())
        ]
        if strangers:
            self._work.append([(None, strangers)])

    def work(self, workers: int) -> None:
        """Move everything; an error that is no record's own ends all workers and is raised."""
        self._progress("migrating tickets", 0, self._total)
        pool = ThreadPoolExecutor(workers, thread_name_prefix="deskbridge-migrate")
        futures = [pool.submit(self._family, family) for family in self._work]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            # Also on an interruption: what was begun is ended and settled, what was not is left.
            if not all(one.done() for one in futures):
                self._moving.board.stop("interrupted")
            pool.shutdown(cancel_futures=True)
        for future in futures:
            if not future.cancelled():
                future.result()

    def _family(self, family: Iterable[tuple[Customer | None, Sequence[Ticket]]]) -> None:
        for customer, tickets in family:
            if self._lost.is_set():
                self._moving.board.stop("another run took over the ledger")
            if self._moving.board.stopped:
                return
            self._move(customer, tickets)
            with self._lock:
                self._done += len(tickets)
                self._progress("migrating tickets", self._done, self._total)

    def _move(self, customer: Customer | None, tickets: Sequence[Ticket]) -> None:
        try:
            self._mover.move(customer, tickets)
        except AuthenticationError as refused:
            self._moving.board.stop(f"the credentials are not accepted any more: {refused}")
        except MigrationError:
            raise
        except Exception as wrong:  # noqa: BLE001  also an error of a plugin's own: this customer's end, not the run's
            row = self._moving.row("customer", customer.id if customer else "")
            self._moving.settle(row, State.FAILED, said(wrong))
