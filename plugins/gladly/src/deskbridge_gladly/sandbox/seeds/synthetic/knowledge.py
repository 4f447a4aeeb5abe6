"""The synthetic answers: in several languages and for several audiences, some of them used by something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from deskbridge_gladly.sandbox.seeds.synthetic.thread import fixed_id
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json

LANGUAGES = ("en-us", "fr-ca", "es-419", "he-il", "ar-sa", "ja-jp", "el-gr", "uk-ua")
"""All that are configured; nothing is written in the last one yet."""
AUDIENCE_NAMES = ("Shoppers", "Wholesale", "צוות ישראל")
AUDIENCE_IDS = tuple(fixed_id("audience", number) for number in range(len(AUDIENCE_NAMES)))
HELP_CENTER_ID = fixed_id("help center", "shop")
CREATED_AT = "2024-01-08T09:00:00.000Z"
CHANGED_AT = "2025-06-13T15:16:29.894Z"


@frozen(kw_only=True)
class Written:
    """One answer.

    Attributes:
        name: What agents see.
        audiences: Places in the list of audiences.
        contents: By language and type: what the content has besides its key.
    """

    name: str
    description: str = ""
    audiences: Sequence[int] = ()
    contents: Mapping[tuple[str, str], Json]


def _public(title: str, body_html: str) -> Json:
    return {"bodyHtml": body_html, "title": title}


ANSWERS = (
    Written(
        name="Returns: how long",
        description="Use when a customer asks for the return window.",
        audiences=(0, 1),
        contents={
            ("en-us", "public"): _public("How long can I return?", "<p>You have <b>30 days</b>.</p>"),
            ("fr-ca", "public"): _public("Délai de retour", "<p>Vous avez <b>30 jours</b>.</p>"),
            ("es-419", "public"): _public("Plazo de devolución", "<p>Tienes <b>30 días</b>.</p>"),
            ("he-il", "public"): _public("כמה זמן אפשר להחזיר?", '<p dir="rtl">יש לכם <b>30 יום</b>.</p>'),
            ("ja-jp", "public"): _public("返品期間", "<p>30日以内です。</p>"),
            ("en-us", "email"): {"bodyHtml": "<div>Thirty days.</div>", "subject": "Re: Your return"},
            ("en-us", "messaging"): {"bodyHtml": "<div>30 days 👍</div>"},
            ("en-us", "reference"): {"bodyHtml": "<div>VIPs: 60 days</div>", "internal": True},
        },
    ),
    Written(
        name="Shipping & delivery",
        audiences=(0,),
        contents={
            ("en-us", "public"): _public(
                "Where is my parcel? 📦", '<p>Track it <a href="https://shop.example.com/t?a=1&amp;b=2">here</a>.</p>'
            ),
            ("el-gr", "public"): _public("Πού είναι το δέμα μου;", "<p>Δείτε το εδώ.</p>"),
            ("ar-sa", "public"): _public("أين طردي؟", '<p dir="rtl">تتبعه هنا.</p>'),
        },
    ),
    Written(
        name="Wholesale prices",
        audiences=(1,),
        contents={
            ("en-us", "public"): _public("Wholesale prices", "<table><tr><td>10+</td><td>5 % off</td></tr></table>")
        },
    ),
    Written(
        name="Escalation",
        description="For agents only.",
        audiences=(2,),
        contents={("he-il", "reference"): {"bodyHtml": "<div>להעביר לאחראי</div>", "internal": True}},
    ),
    Written(
        name="Greeting",
        contents={("en-us", "messaging"): {"bodyHtml": "<div>Hello! How can I help?</div>"}},
    ),
    Written(name="Not written yet", audiences=(0, 1, 2), contents={}),
)
ANSWER_IDS = tuple(fixed_id("answer", number) for number in range(len(ANSWERS)))


def lay_knowledge(store: Store) -> None:
    """Put audiences, answers, their contents and what uses them into the store."""
    knowledge = store.knowledge
    knowledge.languages.update(LANGUAGES)
    for audience_id, name in zip(AUDIENCE_IDS, AUDIENCE_NAMES, strict=True):
        knowledge.audiences[audience_id] = {"id": audience_id, "name": name}
    for answer_id, written in zip(ANSWER_IDS, ANSWERS, strict=True):
        knowledge.answers[answer_id] = _answer(answer_id, written)
        for (language, kind), content in written.contents.items():
            key = {"answerId": answer_id, "language": language, "type": kind}
            knowledge.put_content(key | content, CHANGED_AT)
    returns, shipping, _, escalation, greeting, _ = ANSWER_IDS
    knowledge.in_rules.add(greeting)
    knowledge.in_threads.add(escalation)
    sections = [{"id": fixed_id("section", 1), "name": "Orders", "answerIds": [shipping, returns]}]
    knowledge.help_centers[HELP_CENTER_ID] = {"id": HELP_CENTER_ID, "name": "Shop", "sections": sections}


def _answer(answer_id: str, written: Written) -> Json:
    description = {"description": written.description} if written.description else {}
    return {
        "id": answer_id,
        "name": written.name,
        **description,
        "audienceIds": [AUDIENCE_IDS[place] for place in written.audiences],
        "createdAt": CREATED_AT,
        "updatedAt": CHANGED_AT,
    }
