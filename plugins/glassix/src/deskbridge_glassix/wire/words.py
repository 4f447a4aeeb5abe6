"""The words that the vendor's fields take, as far as they are known. Fields stay texts: any other word may come.

Sources: docs.glassix.com, the official C# SDK and other public code, by value in the vendor's description.
"""

from __future__ import annotations

from enum import StrEnum


class TicketState(StrEnum):
    """What a ticket's state can be."""

    OPEN = "Open"
    CLOSED = "Closed"
    PENDING = "Pending"
    SNOOZED = "Snoozed"


class ProtocolType(StrEnum):
    """Channels. The C# SDK has ``FacebookMessenger`` for ``FBmessenger``; case is not settled."""

    SMS = "SMS"
    WHATSAPP = "WhatsApp"
    MAIL = "Mail"
    WEB = "Web"
    FB_MESSENGER = "FBmessenger"
    WEB_VIA_SMS = "WebViaSMS"
    TELEGRAM_BOT = "TelegramBot"
    FACEBOOK_FEED = "FacebookFeed"
    INSTAGRAM_FEED = "InstagramFeed"
    INSTAGRAM_DM = "InstagramDM"
    PHONE_CALL = "PhoneCall"
    VIBER = "Viber"
    TWITTER = "Twitter"
    APPLE_BUSINESS_CHAT = "AppleBusinessChat"
    GOOGLE_BUSINESS_MESSAGES = "GoogleBusinessMessages"
    GOOGLE_BUSINESS_REVIEWS = "GoogleBusinessReviews"
    GOOGLE_BUSINESS_REVIEWS_SPACED = "Google Business Reviews"
    UNDEFINED = "Undefined"


class SubProtocolType(StrEnum):
    """Which line of a mail an address is in."""

    UNDEFINED = "Undefined"
    MAIL_TO = "MailTo"
    MAIL_CC = "MailCc"
    MAIL_BCC = "MailBcc"


class Culture(StrEnum):
    """Languages."""

    EN_US = "en-US"
    HE_IL = "he-IL"
    PT_PT = "pt-PT"
    ES_ES = "es-ES"


class UserStatus(StrEnum):
    """Whether a user takes tickets."""

    OFFLINE = "Offline"
    BREAK = "Break"
    BREAK2 = "Break2"
    BREAK3 = "Break3"
    BREAK4 = "Break4"
    BREAK5 = "Break5"
    ONLINE = "Online"


class Role(StrEnum):
    """What a user may do; of the first five each user needs one. Misspelled as by the vendor."""

    SYSTEM_USER = "SystemUser"
    DEPARTMENT_ADMIN = "DepartmentAdmin"
    DATA_CONTROLLER = "DataControler"
    MASTER_USER = "MasterUser"
    READ_ONLY = "ReadOnly"
    EMAIL_SESSION = "EmailSession"
    WEB_CHAT = "webChat"
    FACEBOOK_MESSENGER = "FaceBookMessenger"
    FACEBOOK_POSTS = "FaceBookPosts"
    SMS_CHAT = "SMSchat"
    WHATSAPP = "WhatsApp"
    INSTAGRAM_FEED = "InstagramFeed"
    PHONE_CALL = "PhoneCall"
    INSTAGRAM_DM = "InstagramDM"
    VIBER = "Viber"
    APPLE_BUSINESS_CHAT = "AppleBusinessChat"


class IdentifierType(StrEnum):
    """What a contact can be known by; the first four can be added."""

    PHONE_NUMBER = "PhoneNumber"
    MAIL_ADDRESS = "MailAddress"
    FACEBOOK_ID = "FacebookId"
    INSTAGRAM_ID = "InstagramId"
    UNDEFINED = "Undefined"
    WEB = "Web"
    INSTAGRAM_IGSID = "InstagramIGSID"
    CLIENT_VIBER_ID = "ClientViberID"
    CLIENT_APPLE_BUSINESS_CHAT_ID = "ClientAppleBusinessChatID"
    CLIENT_TWITTER_ID = "ClientTwitterId"
    CLIENT_GOOGLE_BUSINESS_MESSAGES_ID = "ClientGoogleBusinessMessagesId"
    CLIENT_GOOGLE_BUSINESS_REVIEWER_ID = "ClientGoogleBusinessReviewerId"
    TIKTOK_ID = "TikTokId"
