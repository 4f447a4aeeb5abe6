"""Changing a ticket: state, fields, owner, department, tags, names, summary, scrambling."""

from __future__ import annotations

from deskbridge_glassix.sandbox import happenings, shapes
from deskbridge_glassix.sandbox.call import Call, Method, Operation, Run, message
from deskbridge_glassix.sandbox.fields import Fields, parse, strings, words
from deskbridge_glassix.sandbox.operations import details
from deskbridge_glassix.sandbox.refusal import RefusedError, invalid
from deskbridge_glassix.sandbox.shapes import FIELD_LENGTH, FIELDS, Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.times import stamp

_NEXT_STATES = words("Open", "Closed", "Pending")
_TAGGABLE = frozenset({"Open", "Snoozed"})


def set_state(call: Call) -> Wire:
    """Change the state: the flags are in the query, tags and summary in the body.

    Closing a closed ticket is refused; setting another state that it has already succeeds, changes no state
    and sends nothing (both inferred).
    """
    ticket, query, body = call.ticket(), call.query, call.body_or_nothing()
    query.needed("nextState")
    state = query.choice("nextState", _NEXT_STATES, default="")
    tell = query.flag("sendTicketStateChangedMessage", default=True)
    whole = query.flag("getTicket", default=False)
    told = query.flag("enableWebhook", default=True)
    tags, summary = body.texts("tags"), body.text("summary")
    call.department.check_tags(tags)
    if state == ticket.state == "Closed":
        raise invalid(f"Ticket #{ticket.id} is already closed.")
    moved = state != ticket.state
    if moved:
        if ticket.state == "Closed":
            # That it can't come back beside a newer open ticket of the same number is inferred.
            call.world.check_phones(ticket)
        call.world.move(ticket, state, call.now, call.user["id"])
        call.world.counters.outbound_messages += tell and not ticket.is_silent
    ticket.add_tags(tags)
    if summary:
        _summarise(call, ticket, summary)
    ticket.touch(call.now)
    if told and moved:
        happenings.state_changed(call.world, ticket)
    return call.whole(ticket) if whole else message(f"Ticket #{ticket.id} state was changed to: {state}")


def set_fields(call: Call) -> Wire:
    """Change fields, `uniqueArgument` and details; what is absent, or null, stays (null: inferred)."""
    ticket, body = call.ticket(), call.body()
    changes: Wire = {name: body.text(name, longest=FIELD_LENGTH) for name in FIELDS if name in body}
    if "uniqueArgument" in body:
        changes["uniqueArgument"] = body.text("uniqueArgument")
    if "details" in body:
        changes["details"] = details.changed(ticket.wire["details"], Fields(body.get("details"), "details"))
    ticket.wire.update(changes)
    ticket.touch(call.now)
    return message(f"Ticket #{ticket.id} fields were updated")


def set_owner(call: Call) -> Wire:
    """Give the ticket to a user of the department, in any state (inferred)."""
    ticket = call.ticket()
    wanted = call.query.needed("nextOwnerUserName")
    keep = call.query.flag("keepCurrentOwnerInConversation", default=False)
    user = call.department.user(wanted)
    if user is None:
        raise invalid(f"User {wanted[:64]!r} was not found in the department.")
    ticket.assign(user, call.now, staying_id=ticket.wire["owner"]["id"] if keep else "")
    happenings.owner_changed(call.world, ticket)
    return message(f"Ticket #{ticket.id} owner was changed to: {user['UserName']}")


def assign_available_user(call: Call) -> Wire:
    """Give the ticket to another agent who is online, or to the queue if there is none."""
    ticket = call.ticket()
    ticket.assign(call.department.next_available(but=ticket.wire["owner"]["id"]), call.now)
    happenings.owner_changed(call.world, ticket)
    return message(f"Ticket #{ticket.id} was assigned")


def set_department(call: Call) -> Wire:
    """Copy the ticket to another department under a new number and close it here.

    That the old one is closed, and what the copy keeps, is inferred.
    """
    ticket, wanted = call.ticket(), call.body().needed("departmentId").lower()
    target = call.world.departments.get(wanted)
    if target is None or target is call.department:
        raise invalid(f"{wanted[:64]!r} is not another department.")
    copied = call.world.copy_to(target, ticket, call.now)
    if ticket.state != "Closed":
        call.world.move(ticket, "Closed", call.now, call.user["id"])
        happenings.state_changed(call.world, ticket)
    happenings.ticket_created(call.world, copied)
    ticket.touch(call.now)
    return {"ticketId": copied.id}


def _check_taggable(ticket: Ticket) -> None:
    if ticket.state not in _TAGGABLE:
        raise invalid(f"Tags of ticket #{ticket.id} cannot be changed: its state is {ticket.state}.")


def add_tags(call: Call) -> list[str]:
    """Add tags of the department; the body is a bare array and the answer the full list."""
    ticket, tags = call.ticket(), strings(parse(call.content), "The request body")
    _check_taggable(ticket)
    call.department.check_tags(tags)
    ticket.add_tags(tags)
    ticket.touch(call.now)
    return list(ticket.wire["tags"])


def remove_tag(call: Call) -> list[str]:
    """Remove one tag and answer the rest.

    Inferred: the rule of states is that of adding, and a tag that isn't there is no error.
    """
    ticket, tag = call.ticket(), call.query.needed("tag")
    _check_taggable(ticket)
    ticket.wire["tags"] = [held for held in ticket.wire["tags"] if held != tag]
    ticket.touch(call.now)
    return list(ticket.wire["tags"])


def set_participant_name(call: Call) -> Wire:
    """Rename a participant of this ticket; its contact keeps its name (inferred)."""
    ticket, body = call.ticket(), call.body()
    number, name = body.number("id"), body.needed("name")
    for one in ticket.wire["participants"]:
        if one["id"] == number:
            one["name"] = name
            ticket.touch(call.now)
            return message(f"Ticket #{ticket.id} participant name was changed")
    raise invalid(f"Ticket #{ticket.id} has no participant {number}.")


def set_summary(call: Call) -> Wire:
    """Set the summary."""
    ticket, summary = call.ticket(), call.body().needed("summary")
    _summarise(call, ticket, summary)
    ticket.touch(call.now)
    return message(f"Ticket #{ticket.id} summary was set")


def _summarise(call: Call, ticket: Ticket, summary: str) -> None:
    when = stamp(call.now)
    ticket.wire["ticketSummary"] = {"userId": call.user["id"], "lastUpdateTimestamp": when, "value": summary}


def scramble(call: Call) -> Wire:
    """Overwrite the ticket's personal data for good; owner, dates and statistics stay."""
    ticket = call.ticket()
    if ticket.wire["isScrambled"]:
        raise RefusedError(400, f"Ticket #{ticket.id} is already scrambled.")
    call.world.release(ticket)
    for entry in ticket.transactions:
        for attached in entry["attachments"]:
            call.world.files.remove(attached["fileIdentifier"])
    for answer in call.world.survey_answers.get(ticket.id, ()):
        if answer["questionType"] == "Text":
            answer["value"] = _blot(answer["value"])
    scrambled(ticket)
    ticket.touch(call.now)
    return message(f"Ticket #{ticket.id} was scrambled")


def scrambled(ticket: Ticket) -> None:
    """Overwrite what is personal, letter for letter."""
    for name in FIELDS:
        ticket.wire[name] = _blot(ticket.wire[name])
    people = [one for one in ticket.wire["participants"] if one["type"] == "Client"]
    for entry in ticket.transactions:
        entry["text"], entry["html"] = _blot(entry["text"]), _blot(entry["html"])
        for attached in entry["attachments"]:
            attached |= {"originalFileName": _blot(attached["originalFileName"]), "uri": ""}
        if entry["fromParticipant"]["type"] == "Client":
            people.append(entry["fromParticipant"])
    for one in people:
        one |= {name: _blot(one[name]) for name in ("name", "identifier", "displayName")}
    ticket.wire["details"] = shapes.details()
    if ticket.wire["ticketSummary"]:
        ticket.wire["ticketSummary"]["value"] = _blot(ticket.wire["ticketSummary"]["value"])
    ticket.wire["isScrambled"] = True


def _blot(text: str) -> str:
    return "".join(" " if letter.isspace() else "x" for letter in text)


_ROWS: tuple[tuple[Method, str, Run], ...] = (
    ("PUT", "setstate", set_state),
    ("PUT", "setowner", set_owner),
    ("PUT", "assignavailableuser", assign_available_user),
    ("PUT", "setdepartment", set_department),
    ("POST", "addtags", add_tags),
    ("DELETE", "removetag", remove_tag),
    ("PUT", "setparticipantname", set_participant_name),
    ("POST", "setsummary", set_summary),
    ("DELETE", "scramble", scramble),
)
OPERATIONS = (
    *(
        Operation(method=method, path=f"tickets/{name}", run=run, takes="ticketId", writes=True)
        for method, name, run in _ROWS
    ),
    # A public client posts the fields; both official ones put them.
    Operation(method="PUT", also="POST", path="tickets/setfields", run=set_fields, takes="ticketId", writes=True),
)
