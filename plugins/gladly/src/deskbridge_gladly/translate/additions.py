"""What is added to a timeline: notes and activities."""

from __future__ import annotations

from deskbridge.records import UNSET, NewActivity, NewNote, Unset
from deskbridge.times import parse_time
from deskbridge.wire import unstructure
from deskbridge_gladly.translate.bodies import written
from deskbridge_gladly.wire.items import ActivityBody, Item, ItemBody, LinkBody


def note_text(new: NewNote) -> str:
    """Return a note's body as it is sent; "" if there is nothing in it."""
    return written(new.text, new.html)


def activity_body(new: NewActivity, item_id: str) -> ItemBody:
    """Return an activity as it is created."""
    return ItemBody(
        id=item_id,
        content=ActivityBody(
            activity_type=new.kind,
            title=new.title or UNSET,
            body=written(new.text, "") or UNSET,
            source_name=new.source_name or UNSET,
            link=_link(new),
            occurred_at=new.occurred_at or UNSET,
        ),
    )


def _link(new: NewActivity) -> LinkBody | Unset:
    return LinkBody(url=new.link_url, text=new.link_text or UNSET) if new.link_url else UNSET


def is_same_activity(body: ItemBody, existing: Item) -> bool:
    """Whether an item is what an earlier try of the same creation made; Gladly adds only when it received it."""
    sent = unstructure(body.content)
    held = {key: value for key, value in existing.content.items() if key != "receivedAt"}
    moments = [one.pop("occurredAt", None) for one in (sent, held)]
    return sent == held and (moments[0] is None) == (moments[1] is None) and _same_moment(moments)


def _same_moment(moments: list[str | None]) -> bool:
    given = [parse_time(one) for one in moments if one]
    return not given or given[0] == given[-1]
