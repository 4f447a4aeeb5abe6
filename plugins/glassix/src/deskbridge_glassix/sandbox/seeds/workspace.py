"""The departments, their users and their tags, which every seed has.

The departments' ids, the agent `agent@example.com` and some tags are those of the vendor's published examples
(docs.glassix.com); the others are made up.
"""

from __future__ import annotations

from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.shapes import Wire, user
from deskbridge_glassix.sandbox.world import World

MAIN_DEPARTMENT = "824b4850-b24c-45ed-8d41-c740ad2618bf"
OTHER_DEPARTMENT = "5baf94b7-4ebb-4442-81a5-27ac4dd1f03f"
API_USER = "api.user@example.com"

_TAGS = (
    ("Returns", "#e4572e", ()),
    ("Exchanges", "#e4a72e", ("Returns",)),
    ("Vacation", "#17bebb", ()),
    ("Info", "#76b041", ()),
    ("VIP", "#ffc914", ()),
    ("Sales", "#2e86e4", ()),
    ("Excel", "#0f7b3c", ("Sales",)),
    ("Billing", "#8a4fff", ()),
    ("Delivery", "#5f6caf", ()),
    ("Complaint", "#c1121f", ()),
    ("Follow up", "#999999", ()),
    ("Gift card", "#d16ba5", ("Sales",)),
)
_OTHER_TAGS = (("Info", "#76b041", ()), ("VIP", "#ffc914", ()), ("Second line", "#444444", ()))

_USERS = (
    {"id": "3d1f1c3a-5b0e-4b53-9d59-6a3f0c2f7d01", "UserName": API_USER, "type": "API", "fullName": "API User",
     "shortName": "API", "roles": ["SystemUser", "DepartmentAdmin"]},
    {"id": "aca76a89-8950-4424-b727-2f277c24a891", "UserName": "agent@example.com", "gender": "Male",
     "isAnonymous": True, "uniqueArgument": "johnsCustomArgument", "fullName": "Jhon Wick", "shortName": "Jhon",
     "jobTitle": "Vacation Agent", "roles": ["SystemUser", "WhatsApp"]},
    {"id": "5c0f6d7e-2b57-4f0e-8f7b-92c8e2ad1a02", "UserName": "amy.agent@company.com", "gender": "Female",
     "fullName": "Amy Agent", "shortName": "Amy", "jobTitle": "Team lead", "status": "Online",
     "roles": ["SystemUser", "DepartmentAdmin"]},
    {"id": "9e2b7a10-8f35-4b8a-a1c5-0d5f3a4c6b03", "UserName": "ben.carter@company.com", "gender": "Male",
     "fullName": "Ben Carter", "shortName": "Ben", "jobTitle": "Agent", "status": "Online",
     "roles": ["SystemUser", "EmailSession"]},
    {"id": "d7a4c1f2-63b8-4e1d-b2f9-7c8e5a9d4e04", "UserName": "noa.levi@company.com", "gender": "Female",
     "culture": "he-IL", "fullName": "נועה לוי", "shortName": "נועה", "jobTitle": "נציגת שירות",
     "status": "Break", "roles": ["SystemUser", "PhoneCall"]},
    {"id": "61b0e5d8-1c94-4a7f-9e36-b3d2f8c7a505", "UserName": "helper.bot@company.com", "type": "BOT",
     "fullName": "Helper Bot", "shortName": "Helper", "status": "Online"},
)  # fmt: skip
_OTHER_USERS = frozenset({API_USER, "amy.agent@company.com"})
_DANA = {"id": "f4c8b2a6-7e10-4d59-8a3b-1e6d9c0f2b06", "UserName": "dana.fox@company.com", "gender": "Female",
         "fullName": "Dana Fox", "shortName": "Dana", "jobTitle": "Second line"}  # fmt: skip


_REPLIES = (
    (
        "Opening hours",
        "We are here from 9 to 5.",
        "<p>We are here from <b>9</b> to <b>5</b>.</p>",
        "General",
        "en-US",
        ("Info",),
    ),
    ("Return label", "Your return label is on its way.", "", "Returns", "en-US", ("Returns",)),
    ("שעות פתיחה", "אנחנו כאן מ-9 עד 17.", "", "General", "he-IL", ()),
)


def canned(number: int, title: str, text: str, html: str, category: str, culture: str, tags: tuple[str, ...]) -> Wire:
    """Make a canned reply as `cannedreplies/getall` answers it."""
    return {
        "id": number,
        "title": title,
        "text": text,
        "html": html,
        "categoryName": category,
        "rank": 0,
        "autoTags": list(tags),
        "culture": culture,
        "isPublished": True,
        "isSuggested": False,
        "isIncludedInAgentSuggestions": False,
        "attachments": [],
    }


def tag(name: str, color: str, parents: tuple[str, ...] = ()) -> Wire:
    """Make a tag as `tenants/gettags` answers it."""
    return {"name": name, "color": color, "parentTags": list(parents), "isDeleted": False}


def lay(world: World) -> None:
    """Add both departments; contacts and some users are common to them."""
    users = {str(given["UserName"]): user(given) for given in _USERS}
    main = Department(id=MAIN_DEPARTMENT, secret="glassix-sandbox-secret", users=users)  # noqa: S106
    main.tags.update((row[0], tag(*row)) for row in _TAGS)
    others = {name: dict(held) for name, held in users.items() if name in _OTHER_USERS}
    others[str(_DANA["UserName"])] = user(dict(_DANA))
    other = Department(id=OTHER_DEPARTMENT, secret="glassix-other-secret", users=others)  # noqa: S106
    other.tags.update((row[0], tag(*row)) for row in _OTHER_TAGS)
    _set_up(main)
    world.departments.update({one.id: one for one in (main, other)})
    for department in world.departments:
        world.events.open_queue(department)


def _set_up(main: Department) -> None:
    """Set up what a department's settings have; ids and numbers are those of the vendor's published examples."""
    main.senders = {"WhatsApp": frozenset({"972524646214", "97255999999"}), "SMS": frozenset({"972524646214"})}
    main.message_templates = ("Hi", "hello", "Hello {{1}}, your order {{2}} is on its way.", "Your code is {{1}}")
    main.document_templates = {20: "Customer form.pdf"}
    main.survey_channels = {"FBmessenger"}
    main.surveys = {
        73993: (_question(1, "How was the call?", "Rating"), _question(2, "What can we do better?", "Text"))
    }
    main.canned_replies = {number: canned(number, *texts) for number, texts in enumerate(_REPLIES, start=12_345)}


def _question(number: int, title: str, kind: str) -> Wire:
    return {"id": number, "title": title, "questionType": kind, "isMandatory": kind == "Rating"}
