"""Canned replies: the department's ready-made texts. Answers of adding and deleting aren't known (inferred)."""

from __future__ import annotations

from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.fields import Fields
from deskbridge_glassix.sandbox.refusal import invalid, unknown
from deskbridge_glassix.sandbox.shapes import CULTURES, Wire

FIRST_ID = 12_345
"""The first reply's id, as in the vendor's example."""
_TEXTS = ("title", "text", "html", "categoryName")
_FLAGS = {"isPublished": True, "isSuggested": False, "isIncludedInAgentSuggestions": False}


def all_replies(call: Call) -> list[Wire]:
    """List the department's canned replies."""
    return list(call.department.canned_replies.values())


def add(call: Call) -> Wire:
    """Add a canned reply under an id of the server's and answer it.

    Inferred: it needs a title, and a text or html; its tags must exist; titles may repeat.
    """
    body = call.body()
    body.needed("title")
    if not (body.text("text").strip() or body.text("html").strip()):
        raise invalid("A canned reply needs a text or an html.")
    call.department.check_tags(body.texts("autoTags"))
    made = reply(call.department.next_reply(FIRST_ID), body)
    call.department.canned_replies[made["id"]] = made
    return made


def reply(number: int, given: Fields) -> Wire:
    """Make a canned reply of what was given."""
    return {
        "id": number,
        **{name: given.text(name) for name in _TEXTS},
        "rank": given.number("rank") if "rank" in given else 0,
        "autoTags": list(dict.fromkeys(given.texts("autoTags"))),
        "culture": given.choice("culture", CULTURES, default="en-US"),
        **{name: given.flag(name, default=default) for name, default in _FLAGS.items()},
        # Shapes of attachments aren't known: what was sent is kept, without the empty ones.
        "attachments": [given.get("attachments")[place] for place in _filled(given.objects("attachments"))],
    }


def _filled(rows: list[Fields]) -> list[int]:
    return [place for place, row in enumerate(rows) if row.names()]


def delete(call: Call) -> Wire:
    """Delete a canned reply; an unknown one is a 404 (inferred)."""
    number = call.query.number("cannedReplyId")
    if not call.department.delete_reply(number):
        raise unknown(f"Canned reply {number} was not found.")
    return message("Canned reply was deleted.")


OPERATIONS = (
    Operation(method="GET", path="cannedreplies/getall", run=all_replies),
    Operation(method="POST", path="cannedreplies/add", run=add, writes=True),
    Operation(method="DELETE", path="cannedreplies/delete", run=delete, writes=True),
)
