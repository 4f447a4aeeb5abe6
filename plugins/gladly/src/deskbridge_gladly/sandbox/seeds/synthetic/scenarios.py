"""The kinds of synthetic conversations. Each writes one thread; the kinds take turns."""

from __future__ import annotations

from collections.abc import Callable

from deskbridge_gladly.sandbox.seeds.synthetic import contents, words
from deskbridge_gladly.sandbox.seeds.synthetic.organization import (
    AGENT_IDS,
    BROKEN,
    DELIVERY,
    FORMER_AGENT_ID,
    HOLIDAY,
    LOST,
    REFUND,
    RETURNS,
)
from deskbridge_gladly.sandbox.seeds.synthetic.thread import Thread, fixed_id
from deskbridge_gladly.sandbox.store import ENTRY_POINT
from deskbridge_gladly.sandbox.values import Json, stamp

Scenario = Callable[[Thread], None]
LONG_TURNS = 60
VERY_LONG_TURNS = 525
VERY_LONG_PLACE = 617
"""The conversation that has more items than the API lists; only in seeds of 1,000 or more."""
AUTOMATION_ID = "automation000000000rule"
CHANNEL_ID = fixed_id("channel", "line")
SIDEKICK = {"type": "SYSTEM", "id": "SIDEKICK_V2"}


def chat_solved(thread: Thread) -> None:
    """Solve a question in chat."""
    thread.talk(words.ENGLISH[:3], "CHAT_MESSAGE")
    thread.label(DELIVERY)
    thread.close()


def html_mail(thread: Thread) -> None:
    """Answer an HTML mail with a script, inline images, links, attachments, cc and bcc."""
    number = str(10_000 + thread.place)
    subject = f"Broken ☕ order #{number}"
    mail = contents.email(
        words.MAIL_HTML.format(n=number), thread.email, contents.COMPANY_EMAIL, subject, cc="partner@example.com"
    )
    photo = contents.attachment(fixed_id("attachment", thread.place), "תמונה קפה.png", "image/png", 48_213)
    thread.by_customer({**mail, "attachments": [photo]})
    answer = words.MAIL_ANSWER.format(name=thread.customer.get("name", "customer"))
    thread.label(RETURNS, BROKEN)
    thread.by_agent(
        contents.email(
            answer, contents.COMPANY_EMAIL, thread.email, f"Re: {subject}", cc="partner@example.com",
            bcc="supervisor@shop.example.com",
        )
    )  # fmt: skip
    thread.by_customer(contents.email("Thanks!\r\n\r\n-- \r\nSent from my phone", thread.email,
                                      contents.COMPANY_EMAIL, ""))  # fmt: skip
    thread.by_agent({"type": "CONVERSATION_NOTE", "body": "Refund sent."})
    thread.close()


def _spoken(lines: tuple[tuple[str, str], ...], kind: str, topic_id: str) -> Scenario:
    def spoken(thread: Thread) -> None:
        thread.talk(lines, kind)
        thread.label(topic_id)
        thread.close()

    return spoken


def recorded_call(thread: Thread) -> None:
    """Take a call that was recorded and summed up, and one that was not."""
    company = contents.COMPANY_PHONE
    first = contents.call(thread.next_id(), thread.moment, thread.phone, company)
    summary = {"status": "READY", "summary": "The customer asks for a new cup.", "language": "en"}
    answered_by: Json = {"type": "AGENT", "id": AGENT_IDS[1]}
    thread.by_customer({**first, "recordingSummary": summary}, {"responder": answered_by})
    thread.by_agent({"type": "CONVERSATION_NOTE", "body": "Customer calls back on Friday."})
    second = contents.call(thread.next_id(), thread.moment, company, thread.phone, recorded="ERROR")
    responder: Json = {"type": "CUSTOMER", "id": thread.customer["id"]}
    thread.by_agent(second, more={"responder": responder})
    missed = {"type": "PHONE_CALL", "from": thread.phone, "to": company, "startedAt": stamp(thread.moment)}
    thread.by_customer(missed)
    thread.label(BROKEN)
    thread.close()


def voicemail_then_text(thread: Thread) -> None:
    """Answer a voicemail by text."""
    thread.by_customer(contents.voicemail(thread.next_id(), thread.moment))
    thread.talk(words.ENGLISH[1:4], "SMS")
    thread.label(LOST)


def reopened(thread: Thread) -> None:
    """Close, reopen and close again."""
    thread.talk(words.ENGLISH[:1], "CHAT_MESSAGE")
    thread.label(DELIVERY)
    thread.close()
    thread.reopen()
    thread.talk(words.ENGLISH[1:3], "CHAT_MESSAGE")
    thread.close()


def relabelled(thread: Thread) -> None:
    """Change topics again and again, to a disabled one and back."""
    thread.talk(words.ENGLISH[:2], "WHATSAPP")
    thread.label(DELIVERY, HOLIDAY)
    thread.unlabel(DELIVERY)
    thread.label(LOST, REFUND)
    thread.unlabel(HOLIDAY)
    thread.close()


def quick_replies(thread: Thread) -> None:
    """Let the customer choose from buttons, in Chinese."""
    options = [{"id": "1", "label": "家具"}, {"id": "2", "label": "装饰 🖼️"}]
    thread.by_customer(contents.chat(words.CHINESE[0][0].format(n=thread.place), thread.session_id))
    request_id = thread.next_id()
    request = contents.chat("请选择 👇", thread.session_id)
    asked = {"messageType": "QUICK_REPLY_REQUEST", "messageData": {"options": options}}
    thread.add({**request, **asked}, {"type": "AUTOMATION", "id": AUTOMATION_ID})
    chosen = {"quickReplyRequest": {"options": options}, "selectedOptionId": "1", "requestMessageId": request_id}
    reply = contents.chat("家具", thread.session_id)
    thread.by_customer({**reply, "messageType": "QUICK_REPLY_RESPONSE", "messageData": chosen})
    thread.talk(words.CHINESE, "CHAT_MESSAGE")
    thread.label(DELIVERY)
    thread.close()


def unassigned_mail(thread: Thread) -> None:
    """Leave a mail that nobody has taken."""
    thread.agent_id = None
    for turn in range(3):
        thread.by_customer(
            contents.email(f"Hello? {'🙂' * turn}", thread.email, contents.COMPANY_EMAIL, "Anybody there?")
        )


def internal_notes(thread: Thread) -> None:
    """Talk among agents, in notes with emoji and HTML."""
    thread.talk(words.ENGLISH[:2], "CHAT_MESSAGE")
    thread.by_agent({"type": "CONVERSATION_NOTE", "body": words.FAMILY})
    thread.by_agent({"type": "CONVERSATION_NOTE", "body": words.NOTE_HTML}, AGENT_IDS[2])
    thread.label(LOST)
    thread.by_agent({"type": "CONVERSATION_NOTE", "body": "  \n"})
    thread.close()


def former_agent(thread: Thread) -> None:
    """Let an agent answer who is in the list of agents no more."""
    thread.agent_id = FORMER_AGENT_ID
    thread.talk(words.ENGLISH[:3], "WHATSAPP")
    thread.label(REFUND)
    thread.close()


def voice_ai(thread: Thread) -> None:
    """Let a machine speak before an agent does; the items carry their session themselves."""
    session = thread.session_id
    numbers = {"customerNumber": thread.phone, "companyNumber": contents.COMPANY_PHONE}
    spoken = {"type": "VOICE_AI_MESSAGE", "body": "How can I help?", "status": "PLAYED", **numbers}
    thread.add(spoken, SIDEKICK, {"sessionId": session})
    heard = {"type": "VOICE_AI_MESSAGE", "body": "Where is my parcel?", **numbers}
    thread.add(heard, {"type": "CUSTOMER", "id": thread.customer["id"]}, {"sessionId": session})
    thread.add({**spoken, "body": "Let me", "status": "INTERRUPTED"}, SIDEKICK, {"sessionId": session})
    thread.by_customer(contents.call(thread.next_id(), thread.moment, thread.phone, contents.COMPANY_PHONE))
    thread.label(DELIVERY)
    thread.close()


def custom_channel(thread: Thread) -> None:
    """Write on a channel of the organization's own, known only by `customChannelId`."""
    channel = {
        "companyAddress": ENTRY_POINT,
        "customChannelId": CHANNEL_ID,
        "customerAddress": f"line-{thread.place}",
        "sessionId": thread.session_id,
    }
    thread.by_customer({**channel, "type": "TEXT", "content": {"text": "สวัสดี 👋"}, "status": {"value": "READ"}})
    files = {"caption": "photo", "files": [{"fileName": "cup.jpg", "url": "https://files.example.com/cup.jpg"}]}
    thread.by_customer({**channel, "type": "FILES", "content": files, "status": {"value": "ACCEPTED"}})
    failed = {"value": "FAILED", "details": "user blocked us"}
    thread.by_agent({**channel, "type": "TEXT", "content": {"text": "Hello!"}, "status": failed})
    thread.talk(words.ENGLISH[2:4], "CHAT_MESSAGE")
    thread.label(DELIVERY)
    thread.close()


def redacted(thread: Thread) -> None:
    """Keep items whose content was taken away; that it becomes an empty text is a guess of the facts."""
    thread.talk((("", "Please don't send card numbers."),), "SMS")
    thread.by_customer(contents.email("", thread.email, contents.COMPANY_EMAIL, ""))
    call = contents.call(thread.next_id(), thread.moment, thread.phone, contents.COMPANY_PHONE, recorded="DELETED")
    thread.by_customer({**call, "recordingSummary": {"status": "REDACTED"}})
    thread.talk(words.ENGLISH[3:], "SMS")
    thread.label(REFUND)
    thread.close()


def cyrillic_chat(thread: Thread) -> None:
    """Talk in Ukrainian and Russian; some go on and on."""
    turns = 3
    if thread.place % 100 == 17:
        turns = VERY_LONG_TURNS if thread.place == VERY_LONG_PLACE else LONG_TURNS
    lines = [words.CYRILLIC[turn % len(words.CYRILLIC)] for turn in range(turns)]
    thread.talk(lines, "CHAT_MESSAGE")
    thread.label(DELIVERY)


def waiting(thread: Thread) -> None:
    """Wait for the customer's answer."""
    thread.talk(words.ENGLISH[:3], "SMS")
    thread.label(LOST)
    thread.status = "WAITING"


def forwarded_mail(thread: Thread) -> None:
    """Let colleagues and strangers answer, with several topics and freeform attributes."""
    to = contents.COMPANY_EMAIL
    thread.by_customer(contents.email("Please see below.", thread.email, to, "Fwd: invoice"))
    inside = contents.email("Approved.", "finance@shop.example.com", to, "Re: Fwd: invoice")
    thread.add(inside, {"type": "INTERNAL", "id": fixed_id("colleague", 1)})
    outside = contents.email("Unser Zeichen: 47/11 ß", "carrier@example.org", to, "AW: Fwd: invoice")
    thread.add(outside, {"type": "EXTERNAL", "id": fixed_id("carrier", 1)})
    thread.by_agent(contents.email("Settled.", to, thread.email, "Re: Fwd: invoice"))
    thread.label(RETURNS, REFUND, LOST)
    order, carrier = fixed_id("attribute", "order"), fixed_id("attribute", "carrier")
    thread.attributes = [
        {"id": order, "value": f"ORD_{thread.place}"},
        {"id": order, "value": f"ORD_{thread.place}_B"},
        {"id": carrier, "value": "UPS"},
    ]
    thread.close()


def mail_with_activities(thread: Thread) -> None:
    """Mix mails with activities, which stand outside the conversation."""
    thread.by_customer(contents.email("Is it in stock?", thread.email, contents.COMPANY_EMAIL, "Stock"))
    thread.by_agent(contents.email("It is.", contents.COMPANY_EMAIL, thread.email, "Re: Stock"))
    thread.label(DELIVERY)
    moment = stamp(thread.moment)
    survey = {"type": "CUSTOMER_ACTIVITY", "activityType": "SURVEY", "title": "Survey answered", "body": "9 of 10"}
    by_api = {"type": "API", "id": AGENT_IDS[0]}
    link = {"url": "https://survey.example.com/1", "text": "View"}
    told = {**survey, "link": link, "occurredAt": moment, "receivedAt": moment, "sourceName": "Survey tool"}
    thread.add(told, by_api, inside=False)
    thread.add({**survey, "activityType": "ISSUE", "receivedAt": stamp(thread.moment)}, by_api, inside=False)
    thread.close()


def silent(thread: Thread) -> None:
    """Say nothing at all in some conversations.

    No export names such a conversation, as there is no file of conversations; only its customer's list has it.
    """
    if thread.place % 66 != 21:
        chat_solved(thread)


SCENARIOS: tuple[Scenario, ...] = (
    chat_solved,
    html_mail,
    _spoken(words.HEBREW, "WHATSAPP", DELIVERY),
    recorded_call,
    voicemail_then_text,
    _spoken(words.ARABIC, "SMS", RETURNS),
    reopened,
    relabelled,
    quick_replies,
    unassigned_mail,
    internal_notes,
    former_agent,
    voice_ai,
    custom_channel,
    redacted,
    _spoken(words.JAPANESE, "FACEBOOK_MESSAGE", DELIVERY),
    _spoken(words.GREEK, "INSTAGRAM_DIRECT", RETURNS),
    cyrillic_chat,
    waiting,
    forwarded_mail,
    mail_with_activities,
    silent,
)


def scenario_of(place: int) -> Scenario:
    """Return what happens in a conversation; the hundredth ones that are long are always the same kind."""
    return cyrillic_chat if place % 100 == 17 else SCENARIOS[place % len(SCENARIOS)]
