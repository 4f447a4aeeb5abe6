"""Texts and mails that stand outside of conversations: what reaches a customer, and is therefore counted."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge.sandbox import Counters
from deskbridge_gladly.sandbox.areas.addressees import find_or_create
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import DEFAULT_REGION, Json, new_id, normal_email, normal_phone, without_unset

SUBJECT_BELOW = 1_000


class Communications:
    """Answers the operations that send, and counts what they send."""

    def __init__(self, store: Store, counters: Counters) -> None:
        self._store = store
        self._counters = counters

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/communications/sms": {"POST": self.send_sms}, "/communications/email": {"POST": self.send_email}}

    @operation("Communications_sendSms")
    def send_sms(self, call: Call) -> Response:
        """Send a text to a number of the organization's home country; a stranger becomes a customer."""
        fields = call.fields()
        customer = Fields(fields.inner("customer") or {}, "customer.", fields.problems)
        number = _number(customer, "mobileNumber", at_home=True)
        sender = _number(fields, "from", at_home=False)
        content = {"type": "SMS", "content": fields.needed_text("body"), "from": sender, "to": number}
        fields.settle()
        customer_id = find_or_create(self._store, Fields({"mobilePhone": number}))
        return self._sent(customer_id, content)

    @operation("Communications_sendEmail")
    def send_email(self, call: Call) -> Response:
        """Send a mail to one address, from one that the organization has configured."""
        fields = call.fields()
        to = _recipient(fields)
        sender = fields.needed_text("from")
        if sender and sender.strip().lower() not in self._store.addresses:
            fields.wrong("invalid", "from", "from must be an email address configured in the organization")
        subject = fields.needed_text("subject")
        if len(subject) >= SUBJECT_BELOW:
            fields.wrong("too_long", "subject", f"subject must have less than {SUBJECT_BELOW} characters")
        content = {"type": "EMAIL", "content": _body(fields), "from": sender, "subject": subject}
        fields.settle()
        customer_id = self._addressed(to)
        return self._sent(customer_id, {**content, "to": [to["email"]]})

    def _addressed(self, to: Json) -> str:
        count = len(self._store.people.profiles)
        customer_id = find_or_create(self._store, Fields({"emailAddress": to["email"]}))
        if len(self._store.people.profiles) > count and to.get("name"):
            profile = self._store.people.profiles[customer_id]
            self._store.people.put({**profile, "name": to["name"]})
        return customer_id

    def _sent(self, customer_id: str, content: Json) -> Response:
        item_id = new_id()
        self._store.add_item(
            {
                "id": item_id,
                "content": dict(sorted(without_unset(content).items())),
                "customerId": customer_id,
                "initiator": {"type": "API", "id": API_USER_ID},
                "timestamp": self._store.now(),
            }
        )
        self._counters.outbound_messages += 1
        return answer({"customerId": customer_id, "conversationItemId": item_id})


def _number(fields: Fields, name: str, *, at_home: bool) -> str:
    before = len(fields.problems)
    text = fields.needed_text(name)
    if len(fields.problems) > before:
        return ""
    normal = normal_phone(text)
    if normal is None:
        fields.wrong("invalid", name, f"{name} is not a valid phone number")
        return ""
    if at_home and normal[1] != DEFAULT_REGION:
        # "By default only the home country"; the code is inferred.
        fields.wrong("invalid", name, f"sending to country [{normal[1]}] is not allowed")
    return normal[0]


def _recipient(fields: Fields) -> Json:
    given = fields.objects("to")
    if len(given) != 1:
        # One address is all that is supported; both codes are inferred.
        code = "invalid" if given else "blank"
        fields.wrong(code, "to", "exactly one recipient must be present")
        return {}
    to = Fields(given[0], "to[0].", fields.problems)
    before = len(fields.problems)
    address = to.needed_text("email")
    normal = normal_email(address)
    if normal is None and len(fields.problems) == before:
        to.wrong("invalid", "email", f"[{address}] is not a valid email address")
    return {"email": normal[0] if normal else "", "name": to.text("name")}


def _body(fields: Fields) -> str:
    body = Fields(fields.inner("body") or {}, "body.", fields.problems)
    html, text = body.text("html"), body.text("text")
    if not html and not text:
        # Whether one of them is enough is not said; it is here (inferred).
        fields.wrong("blank", "body", "one of html, text must be present")
    return html or text or ""


def refuse_unless_legacy(store: Store) -> None:
    """Answer as the newer specification has it, without the operation, if that is asked for (D03).

    Raises:
        Refused: The switch `legacy` is off.
    """
    if not store.switches.legacy:
        raise Refused(404, problem("not_exist", "resource does not exist"))
