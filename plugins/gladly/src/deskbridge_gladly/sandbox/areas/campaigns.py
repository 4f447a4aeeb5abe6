"""Proactive conversations: adding recipients to a campaign."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge.sandbox import Counters
from deskbridge_gladly.sandbox.calls import Call, Fields, Table, answer, missing
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id, normal_email, normal_phone, read_time, stamp, without_unset
from deskbridge_gladly.sandbox.zones import is_zone


class Campaigns:
    """Answers the operation on campaigns. No 400 is listed for it, so all of them are inferred."""

    def __init__(self, store: Store, counters: Counters) -> None:
        self._store = store
        self._counters = counters

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/campaigns/{campaign_id}/recipient-collections": {"POST": self.add_recipients}}

    @operation("ProactiveConversations_createRecipientCollection")
    def add_recipients(self, call: Call) -> Response:
        """Add recipients: 200 with the collection. Each counts as a message, for the campaign will send it."""
        campaign_id = call.path["campaign_id"]
        kind = self._store.campaigns.get(campaign_id)
        if kind is None:
            raise missing("campaign")
        fields = call.fields()
        given = {"name": fields.needed_text("name"), **_period(fields)}
        recipients = _recipients(fields, kind)
        fields.settle()
        self._counters.outbound_messages += recipients
        is_later = given["startAfter"] > self._store.now()  # both are printed alike, so they sort as times
        status = "SCHEDULED" if is_later else "ACTIVE"  # inferred
        collection = {"id": new_id(), "campaignId": campaign_id, "type": kind, **given, "status": status}
        self._store.recipient_collections[collection["id"]] = collection
        return answer(collection)


def _period(fields: Fields) -> Json:
    moments: Json = {}
    for name in ("startAfter", "endBefore"):
        text = fields.text(name)
        moment = read_time(text or "")
        if text and moment is None:
            fields.wrong("invalid", name, f"{name} must be an RFC3339 timestamp")
        moments[name] = None if moment is None else stamp(moment)
    if not fields.values.get("startAfter"):
        fields.wrong("blank", "startAfter", "startAfter cannot be blank")
    if moments["startAfter"] and moments["endBefore"] and moments["endBefore"] <= moments["startAfter"]:
        fields.wrong("invalid", "endBefore", "endBefore must be after startAfter")
    return without_unset(moments)


def _recipients(fields: Fields, kind: str) -> int:
    given = fields.objects("recipients")
    if not fields.values.get("recipients"):
        fields.wrong("blank", "recipients", "recipients cannot be blank")
    for place, each in enumerate(given):
        _check(Fields(each, f"recipients[{place}].", fields.problems), kind)
    return len(given)


def _check(recipient: Fields, kind: str) -> None:
    """Check a recipient: an address for a campaign by e-mail, else a number, not only as E.164."""
    recipient.needed_text("customerName")
    timezone = recipient.needed_text("timezone")
    if timezone.strip() and not is_zone(timezone):
        recipient.wrong("invalid", "timezone", "timezone is invalid")
    name, read = ("emailAddress", normal_email) if kind == "EMAIL" else ("phoneNumber", normal_phone)
    contact = recipient.needed_text(name)
    if contact.strip() and read(contact) is None:
        recipient.wrong("invalid", name, f"[{contact}] is not a valid {name}")
