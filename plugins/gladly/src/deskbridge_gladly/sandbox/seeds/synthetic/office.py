"""The synthetic settings: business hours, freeform topics, campaigns."""

from __future__ import annotations

from deskbridge_gladly.sandbox.seeds.synthetic.organization import AGENT_IDS
from deskbridge_gladly.sandbox.seeds.synthetic.thread import fixed_id
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json

CREATED_AT = "2024-01-08T09:00:00.000Z"
CAMPAIGNS = {
    fixed_id("campaign", "email"): "EMAIL",
    fixed_id("campaign", "sms"): "SMS",
    fixed_id("campaign", "voice"): "VOICE",
}
ATTRIBUTES = (("order", "ORDER_ID", "Order ID", False), ("carrier", "CARRIER", "Carrier", False),
              ("coupon", "COUPON", "Coupon 🎟", True))  # fmt: skip
"""Of the freeform topics that conversations have, and one that is no longer used: id, key, label, deactivated."""
_DAY = [{"start": "09:00", "stop": "13:00"}, {"start": "14:00", "stop": "17:30"}]
_HOLIDAY = {"name": "יום כיפור", "start": "2026-09-20T15:00:00Z", "stop": "2026-09-21T17:00:00Z", "scheduleBlocks": []}
_SALE = {
    "name": "Sale",
    "start": "2026-11-27T00:00:00Z",
    "stop": "2026-11-28T00:00:00Z",
    "scheduleBlocks": [{"start": "0:00", "stop": "23:59"}],
}


def lay_office(store: Store) -> None:
    """Put business hours, custom attributes and campaigns into the store."""
    for name, hours in (
        ("Store", {"timezone": "Europe/Athens", "monday": _DAY, "tuesday": _DAY, "friday": _DAY[:1]}),
        ("צוות ישראל", {"timezone": "Asia/Jerusalem", "sunday": _DAY, "exceptions": [_HOLIDAY, _SALE]}),
    ):
        held = _business_hours(name, hours, is_first=not store.business_hours)
        store.business_hours[held["id"]] = held
    for name, key, label, deactivated in ATTRIBUTES:
        attribute_id = fixed_id("attribute", name)
        store.custom_attributes[attribute_id] = {
            "id": attribute_id,
            "key": key,
            "label": label,
            "deactivated": deactivated,
            "createdAt": CREATED_AT,
            "createdBy": AGENT_IDS[0],
        }
    store.campaigns.update(CAMPAIGNS)


def _business_hours(name: str, hours: Json, *, is_first: bool) -> Json:
    return {
        "id": f"bh_{fixed_id('business hours', name)}",
        "version": 1,
        "createdAt": CREATED_AT,
        "updatedAt": CREATED_AT,
        "name": name,
        "primary": is_first,
        "officeHours": hours,
    }
