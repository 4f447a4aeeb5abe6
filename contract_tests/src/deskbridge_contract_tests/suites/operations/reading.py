"""Operations that read: one record, a listing, its later pages, a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from deskbridge.capabilities import Capability
from deskbridge.listing import Listing
from deskbridge.protocols import Helpdesk
from deskbridge.records import CustomerId, Record, RenderForm, TaskId, TicketId
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.samples import EVERYTHING, Samples
from deskbridge_contract_tests.suites.operations.base import Begin, Begun, Call, Candidates, Setting, listed


def _reading(what: Capability, call: Call, *, skip: int = 0) -> Begun:
    def held(desk: Helpdesk) -> int:
        call(desk)
        return 1

    return Begun(what=what, call=call, held=held, skip=skip)


_ONE: Mapping[Capability, tuple[Callable[[Maker], Record], Callable[[Helpdesk, Any], Record]]] = {
    Capability.TICKETS_GET: (Maker.ticket, lambda desk, ident: desk.tickets.get(ident)),
    Capability.CUSTOMERS_GET: (Maker.customer, lambda desk, ident: desk.customers.get(ident)),
    Capability.TASKS_GET: (Maker.task, lambda desk, ident: desk.tasks.get(ident)),
    Capability.ANSWERS_GET: (Maker.answer, lambda desk, ident: desk.answers.get(ident)),
    Capability.AGENTS_GET: (Maker.agent, lambda desk, ident: desk.agents.get(ident)),
    Capability.GROUPS_GET: (Maker.group, lambda desk, ident: desk.groups.get(ident)),
}
"""What reads one record, of those that there are, and what makes it or finds one."""


def _read_one(what: Capability) -> Begin:
    make, read = _ONE[what]

    def begin(setting: Setting) -> Begun:
        ident = make(setting.maker).id
        return _reading(what, lambda desk: read(desk, ident))

    return begin


def _list_messages(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.ticket().id)
    return _reading(Capability.MESSAGES_OF_TICKET, lambda desk: listed(desk.messages.of_ticket(ident)))


def _list_any(what: Capability) -> Begin:
    return lambda _: _reading(what, lambda desk: listed(EVERYTHING[what](desk)))


def _list_pages(setting: Setting) -> Begun | None:
    """Begin with a listing that takes several requests, as far as another one is sent; that one is to fail."""
    if setting.samples.paged is None:
        return None
    what, records, sent = setting.samples.paged
    return _reading(what, lambda desk: list(islice(EVERYTHING[what](desk), records)), skip=sent)


def _saved(save: Callable[[Helpdesk, Path], object]) -> Call:
    def call(desk: Helpdesk) -> bytes:
        with tempfile.TemporaryDirectory(prefix="deskbridge-contract-") as folder:
            target = Path(folder) / "saved"
            save(desk, target)
            return target.read_bytes()

    return call


_SAVED: Mapping[Capability, tuple[Callable[[Samples], Any], Callable[[Helpdesk, Any, Path], Path]]] = {
    Capability.EXPORTS_SAVE: (
        lambda samples: samples.export,
        lambda desk, file, to: desk.exports.save(file[0], file[1], to),
    ),
    Capability.CALLS_SAVE_RECORDING: (
        lambda samples: samples.recording,
        lambda desk, ident, to: desk.calls.save_recording(ident, to),
    ),
    Capability.FILES_SAVE: (
        lambda samples: samples.attachment,
        lambda desk, file, to: desk.files.save(file[0], file[1], to),
    ),
}
"""What saves a file, and which of the samples it saves."""


def _save(what: Capability) -> Begin:
    pick, save = _SAVED[what]

    def begin(setting: Setting) -> Begun | None:
        sample = pick(setting.samples)
        return None if sample is None else _reading(what, _saved(lambda desk, target: save(desk, sample, target)))

    return begin


def _render(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.ticket().id)
    form = RenderForm.HTML
    return _reading(
        Capability.FILES_RENDER,
        _saved(lambda desk, target: desk.files.render(ident, target, form=form, notes=False)),
    )


ONE: Candidates = tuple(
    ((what, *needed), _read_one(what))
    for what, *needed in (
        (Capability.TICKETS_GET,),
        (Capability.CUSTOMERS_GET, Capability.CUSTOMERS_CREATE),
        (Capability.TASKS_GET, Capability.TASKS_CREATE),
        (Capability.ANSWERS_GET, Capability.ANSWERS_CREATE),
        (Capability.AGENTS_GET, Capability.AGENTS_ALL),
        (Capability.GROUPS_GET, Capability.GROUPS_ALL),
    )
)
LISTING: Candidates = (
    ((Capability.MESSAGES_OF_TICKET,), _list_messages),
    *(((what,), _list_any(what)) for what in EVERYTHING),
)
PAGE: Candidates = (((), _list_pages),)
SAVE: Candidates = (
    *(((what,), _save(what)) for what in _SAVED),
    ((Capability.FILES_RENDER,), _render),
)
CAPPED: Mapping[Capability, Callable[[Helpdesk, str], Listing[Any]]] = {
    Capability.CUSTOMERS_FIND: lambda desk, ident: desk.customers.find(phone=ident),
    Capability.TICKETS_OF_CUSTOMER: lambda desk, ident: desk.tickets.of_customer(CustomerId(ident)),
    Capability.MESSAGES_OF_TICKET: lambda desk, ident: desk.messages.of_ticket(TicketId(ident)),
    Capability.TASKS_OF_CUSTOMER: lambda desk, ident: desk.tasks.of_customer(CustomerId(ident)),
    Capability.TASKS_COMMENTS: lambda desk, ident: desk.tasks.comments(TaskId(ident)),
}
"""The listings that a vendor may cut, by what they are asked by: a customer's phone number, or an id."""
