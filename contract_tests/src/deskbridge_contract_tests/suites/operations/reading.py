"""Operations that read: one record, a listing, its later pages, a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from deskbridge.capabilities import Capability
from deskbridge.protocols import Helpdesk
from deskbridge.records import AgentId, AnswerId, CustomerId, GroupId, RenderForm, TaskId, TicketId
from deskbridge_contract_tests.samples import EVERYTHING
from deskbridge_contract_tests.suites.operations.base import Begin, Begun, Call, Candidates, Setting, listed


def _reading(what: Capability, call: Call, *, skip: int = 0) -> Begun:
    def held(desk: Helpdesk) -> int:
        call(desk)
        return 1

    return Begun(what=what, call=call, held=held, skip=skip)


def _read_ticket(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.ticket().id)
    return _reading(Capability.TICKETS_GET, lambda desk: desk.tickets.get(ident))


def _read_customer(setting: Setting) -> Begun:
    ident = CustomerId(setting.maker.customer().id)
    return _reading(Capability.CUSTOMERS_GET, lambda desk: desk.customers.get(ident))


def _read_task(setting: Setting) -> Begun:
    ident = TaskId(setting.maker.task().id)
    return _reading(Capability.TASKS_GET, lambda desk: desk.tasks.get(ident))


def _read_answer(setting: Setting) -> Begun:
    ident = AnswerId(setting.maker.answer().id)
    return _reading(Capability.ANSWERS_GET, lambda desk: desk.answers.get(ident))


def _read_agent(setting: Setting) -> Begun:
    ident = AgentId(setting.maker.agent().id)
    return _reading(Capability.AGENTS_GET, lambda desk: desk.agents.get(ident))


def _read_group(setting: Setting) -> Begun:
    ident = GroupId(setting.maker.group().id)
    return _reading(Capability.GROUPS_GET, lambda desk: desk.groups.get(ident))


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


def _save_export(setting: Setting) -> Begun | None:
    if setting.samples.export is None:
        return None
    job_id, file = setting.samples.export
    return _reading(Capability.EXPORTS_SAVE, _saved(lambda desk, target: desk.exports.save(job_id, file, target)))


def _save_recording(setting: Setting) -> Begun | None:
    ident = setting.samples.recording
    if ident is None:
        return None
    return _reading(Capability.CALLS_SAVE_RECORDING, _saved(lambda desk, at: desk.calls.save_recording(ident, at)))


def _save_file(setting: Setting) -> Begun | None:
    if setting.samples.attachment is None:
        return None
    ident, file = setting.samples.attachment
    return _reading(Capability.FILES_SAVE, _saved(lambda desk, target: desk.files.save(ident, file, target)))


def _render(setting: Setting) -> Begun:
    ident = TicketId(setting.maker.ticket().id)
    form = RenderForm.HTML
    return _reading(
        Capability.FILES_RENDER,
        _saved(lambda desk, target: desk.files.render(ident, target, form=form, notes=False)),
    )


ONE: Candidates = (
    ((Capability.TICKETS_GET,), _read_ticket),
    ((Capability.CUSTOMERS_GET, Capability.CUSTOMERS_CREATE), _read_customer),
    ((Capability.TASKS_GET, Capability.TASKS_CREATE), _read_task),
    ((Capability.ANSWERS_GET, Capability.ANSWERS_CREATE), _read_answer),
    ((Capability.AGENTS_GET, Capability.AGENTS_ALL), _read_agent),
    ((Capability.GROUPS_GET, Capability.GROUPS_ALL), _read_group),
)
LISTING: Candidates = (
    ((Capability.MESSAGES_OF_TICKET,), _list_messages),
    *(((what,), _list_any(what)) for what in EVERYTHING),
)
PAGE: Candidates = (((), _list_pages),)
SAVE: Candidates = (
    ((Capability.EXPORTS_SAVE,), _save_export),
    ((Capability.CALLS_SAVE_RECORDING,), _save_recording),
    ((Capability.FILES_SAVE,), _save_file),
    ((Capability.FILES_RENDER,), _render),
)
