"""What people write in the synthetic conversations: several scripts, emoji, HTML with everything in it."""

# ruff: noqa: RUF001  the ambiguous letters are the point

from __future__ import annotations

ENGLISH = (
    ("Hi, my order #{n} has not arrived.", "Sorry to hear that! Let me look it up."),
    ("It was due last week 😕", "I can see it left our warehouse on Monday."),
    ("So where is it now?", "At the depot. It will be with you tomorrow."),
    ("Great, thank you 🙏🏽", "You're welcome. Anything else?"),
)
HEBREW = (
    ("שלום, ההזמנה שלי {n} עוד לא הגיעה", "היי! אני בודקת עכשיו"),
    ("תודה, מתי זה יגיע?", "מחר בין 10:00 ל-14:00 🚚"),
    ("אפשר לשנות כתובת ל-Herzl 5?", "כן, עודכן."),
)
ARABIC = (
    ("مرحبا، أين طلبي رقم {n}؟", "أهلا بك، سأتحقق من ذلك الآن"),
    ("شكرا جزيلا", "على الرحب والسعة"),
    ("هل يمكنني إرجاعه؟", "نعم، خلال ٣٠ يوما"),
)
CHINESE = (
    ("你好，我的订单{n}还没到。", "您好，我马上帮您查一下。"),
    ("什么时候能收到？", "预计明天送达。"),
)
JAPANESE = (
    ("注文{n}がまだ届きません。", "申し訳ございません。お調べいたします。"),
    ("いつ届きますか？", "明日の午前中にお届け予定です。"),
    ("ありがとうございます(^^)", "どういたしまして。"),
)
GREEK = (
    ("Καλημέρα, πού είναι η παραγγελία {n};", "Καλημέρα! Το ελέγχω αμέσως."),
    ("Ευχαριστώ πολύ", "Παρακαλώ, καλή σας ημέρα!"),
    ("Θα έρθει σήμερα;", "Ναι, έως τις 18:00."),
)
CYRILLIC = (
    ("Здравствуйте, где мой заказ {n}?", "Здравствуйте! Сейчас проверю."),
    ("Спасибо большое!", "Пожалуйста, обращайтесь."),
    ("Дякую, а коли доставка?", "Завтра зранку."),
)
FAMILY = (
    "Family \U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466, flag \U0001f3f3\ufe0f\u200d\U0001f308, "
    "e\u0301 is not é, zero\u200bwidth, \u202eright to left\u202c."
)
NOTE_HTML = (
    "<h1>Escalation</h1><p>Called the depot, <b>parcel is lost</b>. "
    "Refund <i>approved</i> \U0001f468\u200d\U0001f527</p>"
)

NAMES = (
    "Amy Stone", "דנה לוי", "محمد علي", "王小明", "田中さくら", "Νίκος Παππάς", "Ольга Іваненко", "José Núñez",
    "O'Brien, Siobhán", "Zoë 🌟", "Łukasz Żółć", "Nguyễn Thị Minh Khai",
)  # fmt: skip
EQUAL_NAME = "Alex Kim"

MAIL_HTML = (
    "<html><head><style>p{{color:#333}}</style></head><body>"
    "<p>Hello,</p><p>part of order&nbsp;<b>#{n}</b> arrived <u>broken</u> &mdash; see "
    '<a href="https://shop.example.com/orders/{n}?a=1&amp;b=2" onclick="steal()">my order</a>.</p>'
    '<script>alert("x")</script><img src="cid:photo{n}" alt="broken cup">'
    '<img src="https://track.example.com/pixel.gif?id={n}" width="1" height="1">'
    "<blockquote>On Monday you wrote:<br>&gt; it ships today</blockquote></body></html>"
)
MAIL_ANSWER = "<p>Dear {name},</p><ul><li>refund: <b>$12.50</b></li><li>new cup: on its way</li></ul>"
