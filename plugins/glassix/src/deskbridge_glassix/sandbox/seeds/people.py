"""The people, words and moments that synthetic tickets are made of: every script, every awkward time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# Names occur twice on purpose, and one is longer than a contact's name may be.
NAMES = (
    "Maria Silva", "יעל כהן", "محمد العلي", "田中 花子", "Νίκος Παππάς", "Ольга Иванова", "Zoë 🌈 O'Neil",
    "Maria Silva", "李小龙", "Jürgen Größer-Ümlaut von und zu Hohenstein", "김민수", "Ana", "Søren Ærø",
    "יעל כהן", "Nguyễn Thị Minh Khai", "<b>Bobby</b> \"Tables\"",
)  # fmt: skip
SUBJECTS = (
    "Where is my order?", "החזרת מוצר פגום", "استبدال المنتج", "返品について", "Επιστροφή χρημάτων",
    "Возврат заказа № 42", "🎁🎁 gift card 👩‍👩‍👧‍👦", "Re: Fwd: AW: invoice", "退货申请", "",
    "Too small — exchange, please",
)  # fmt: skip
SENTENCES = (
    "Hello, my parcel has not arrived. Can you help?",
    "שלום, המוצר הגיע שבור. אפשר להחליף? תודה!",
    "مرحبًا، أريد استبدال المقاس من فضلكم.",
    "お世話になっております。返品をお願いします。",
    "Καλημέρα, πότε θα επιστραφούν τα χρήματά μου;",
    "Здравствуйте! Когда придёт посылка?",
    "👍🏽 thx 😂 see you\u00a0soon\u200d",
    "1. one\n2. two\n\n   three\ttabbed & <not a tag>",
    "安いですか? 请问多少钱?",
)
NOTES = ("Called back, no answer.", "לקוח חשוב מאוד", "Refund agreed with the team lead: 19,90 €", "⚠️ duplicate?")

UGLY_TAGS = (
    ("החזרות", "#aa0000", ("Returns",)),
    ("返品", "#00aa00", ()),
    ("Επιστροφές", "#0000aa", ()),
    ("<b>bold</b> & Ünï", "#123456", ()),
    ("returns ", "#654321", ()),
    ("🔥 urgent", "#ff4500", ()),
    ("Warranty", "#7f5539", ()),
)
RETIRED_TAG = ("Summer 2019", "#000000", ())

# Month ends, year ends, and the hours that clocks skip or repeat in Europe and America.
MOMENTS = (
    datetime(2024, 9, 30, 23, 59, 59, 990_000, tzinfo=UTC),
    datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
    datetime(2024, 10, 27, 1, 30, 0, 1, tzinfo=UTC),
    datetime(2024, 11, 3, 6, 30, 15, 500_000, tzinfo=UTC),
    datetime(2024, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2025, 1, 1, tzinfo=UTC),
    datetime(2025, 1, 31, 12, 0, 0, 100_000, tzinfo=UTC),
    datetime(2025, 2, 28, 23, 59, 59, 123_456, tzinfo=UTC),
    datetime(2025, 3, 9, 7, 30, tzinfo=UTC),
    datetime(2025, 3, 30, 1, 0, tzinfo=UTC),
    datetime(2025, 5, 31, 21, 59, 59, tzinfo=UTC),
    datetime(2025, 10, 26, 0, 59, 59, 250_000, tzinfo=UTC),
    datetime(2025, 11, 30, 23, 0, tzinfo=UTC),
)
_FIRST_DAY = datetime(2024, 10, 1, tzinfo=UTC)
_SPAN = timedelta(days=425)
_STEP = timedelta(days=67, hours=5, minutes=41, seconds=13, microseconds=123_457)


def opened(place: int) -> datetime:
    """Return when the ticket at a place was opened: every fifth at an awkward moment, all within 14 months."""
    turn, rest = divmod(place, 5)
    if rest == 0:
        round_number, moment = divmod(turn, len(MOMENTS))
        return MOMENTS[moment] - timedelta(seconds=round_number)
    return _FIRST_DAY + (_STEP * place) % _SPAN
