"""The vendor's JSON objects with everything unset, spelled exactly as the vendor spells it.

Casing is the vendor's own: `UserName` of an owner and a user has a capital U, `userName` of a participant has
not, and a ticket's details have an `iPAddress`. Unset values are .NET's: the first moment, the zero GUID, 0, "".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from deskbridge_glassix.sandbox.fields import words
from deskbridge_glassix.sandbox.times import UNSET

Wire: TypeAlias = dict[str, Any]

NO_GUID = "00000000-0000-0000-0000-000000000000"
FIELDS = tuple(f"field{number}" for number in range(1, 11))
FIELD_LENGTH = 120
STATES = words("Open", "Closed", "Pending", "Snoozed")
CULTURES = words("en-US", "he-IL", "pt-PT", "es-ES")
# "Undefind" is what the C# client sends for a type that wasn't set.
PARTICIPANT_TYPES = {**words("Client", "User"), "undefind": "Client"}
SUB_PROTOCOLS = words("Undefined", "MailTo", "MailCc", "MailBcc")
# "FacebookMessenger" is what the C# client sends for FBmessenger.
PROTOCOLS = {
    **words("SMS", "WhatsApp", "Mail", "Web", "FBmessenger", "WebViaSMS", "TelegramBot", "FacebookFeed",
            "InstagramFeed", "InstagramDM", "PhoneCall", "Viber", "Twitter", "AppleBusinessChat", "TikTok",
            "GoogleBusinessMessages", "GoogleBusinessReviews"),
    "facebookmessenger": "FBmessenger",
    "google business reviews": "GoogleBusinessReviews",
}  # fmt: skip
IDENTIFIER_TYPES = {
    "Mail": "MailAddress", "SMS": "PhoneNumber", "WhatsApp": "PhoneNumber", "PhoneCall": "PhoneNumber",
    "WebViaSMS": "PhoneNumber", "Web": "Web", "FBmessenger": "FacebookId", "FacebookFeed": "FacebookId",
    "InstagramFeed": "InstagramId", "InstagramDM": "InstagramIGSID", "Viber": "ClientViberID",
    "AppleBusinessChat": "ClientAppleBusinessChatID", "Twitter": "ClientTwitterId", "TikTok": "TikTokId",
    "GoogleBusinessMessages": "ClientGoogleBusinessMessagesId",
    "GoogleBusinessReviews": "ClientGoogleBusinessReviewerId",
}  # fmt: skip
HTML_PROTOCOLS = frozenset({"Mail", "Web", "WebViaSMS"})


def details() -> Wire:
    """Make a ticket's details: where the customer came from."""
    return {
        "userAgent": "",
        "iPAddress": "",
        "location": "",
        "cardsPath": "",
        "source": {"title": "", "uri": None},
        "externalLink": None,
        "isMobile": False,
        "identityTokenClaims": None,
        "referral": {
            "utmParameters": None,
            "adId": "",
            "adTitle": "",
            "refData": "",
            "productId": "",
            "fbPostId": "",
            "instagramStoryId": "",
            "instagramStoryMediaUrl": None,
            "appleIntentId": "",
            "appleGroupId": "",
            "twitterRootTweetId": "",
            "tikTokVideoId": "",
            "tikTokCommentId": "",
            "whatsappHeadline": "",
            "whatsappBody": "",
            "whatsappSourceType": "",
            "whatsappSourceId": "",
            "whatsappSourceUrl": None,
        },
    }


def owner(user: Mapping[str, Any] | None) -> Wire:
    """Make a ticket's owner: a reduced user, or the unassigned shape as seen in public clients' data."""
    if user is None:
        return {
            "id": NO_GUID,
            "gender": "Undefined",
            "UserName": "",
            "culture": "en-US",
            "isAnonymous": True,
            "uniqueArgument": "",
            "type": "AGENT",
        }
    names = ("id", "gender", "UserName", "culture", "isAnonymous", "uniqueArgument", "type")
    return {name: user[name] for name in names}


def participant(number: int, **values: object) -> Wire:
    """Make a participant; `number` counts from 1 within the ticket."""
    return {
        "id": number,
        "name": "",
        "type": "Client",
        "identifier": "",
        "departmentIdentifier": "",
        "displayName": "",
        "protocolType": "Web",
        "subProtocolType": "Undefined",
        "isActive": True,
        "isDeleted": False,
        "contactId": NO_GUID,
        "userName": "",
        **values,
    }


def agent(number: int, user: Mapping[str, Any] | None, *, active: bool = True) -> Wire:
    """Make the participant that a user is, or for None the queue of unassigned tickets."""
    if user is None:
        return participant(number, name="Unassigned Tickets", type="User", identifier=NO_GUID, isActive=active)
    return participant(
        number,
        name=user["fullName"],
        type="User",
        identifier=user["id"],
        displayName=user["shortName"],
        userName=user["UserName"],
        isActive=active,
    )


def transaction(number: int, guid: str, **values: object) -> Wire:
    """Make one entry of a ticket's thread; ids are beyond 32 bits."""
    return {
        "guidTransactionId": guid,
        "id": number,
        "dateTime": UNSET,
        "fromProtocolType": "Web",
        "type": "Message",
        "text": "",
        "html": "",
        "status": "Pending",
        "fromParticipant": participant(0, type="System"),
        "attachments": [],
        "payload": None,
        **values,
    }


def activity(state: str, changed_on: str, user_id: str, initiator_id: str) -> Wire:
    """Make one entry of a ticket's activity log, which tells its states."""
    return {
        "state": state,
        "changedOn": changed_on,
        "initiatorUserId": initiator_id,
        "userId": user_id,
        "ticketType": "Regular",
        "totalActivityTimeSec": None,
        "totalActivityTimeSecNet": None,
    }


_UNSET_STATISTICS = (
    "firstCustomerMessageDateTime", "firstAgentMessageDateTime", "firstAgentMessageUserId",
    "lastCustomerMessageDateTime", "lastAgentMessageDateTime", "agentAssignToResponseTimeGross",
    "agentAssignToResponseTimeNet", "queueTimeGross", "queueTimeNet", "firstAgentResponseTimeGross",
    "firstAgentResponseTimeNet", "firstAgentAllocationTimestamp", "lastAgentAllocationTimestamp",
)  # fmt: skip
_COUNTS = ("agentMediaCount", "customerMediaCount", "agentMessagesCount", "customerMessagesCount")
_NOT_MOVED = {
    "movedToTicketId": 0,
    "movedToDepartmentId": NO_GUID,
    "movedFromTicketId": 0,
    "movedFromDepartmentId": NO_GUID,
}


def ticket(number: int, department_id: str, **values: object) -> Wire:
    """Make a ticket without its transactions, in the order of keys that was observed."""
    return {
        "id": number,
        "departmentId": department_id,
        **dict.fromkeys(FIELDS, ""),
        "culture": "en-US",
        "ticketType": "Regular",
        "tags": [],
        "activityLogs": [],
        "owner": owner(None),
        "state": "Open",
        "open": UNSET,
        "close": UNSET,
        "lastActivity": UNSET,
        "uniqueArgument": "",
        "details": details(),
        "primaryProtocolType": "Web",
        **_NOT_MOVED,
        **dict.fromkeys(_UNSET_STATISTICS),
        **dict.fromkeys(_COUNTS, 0),
        "durationNet": "00:00:00",
        "durationGross": "00:00:00",
        "agentResponseAverageTimeNet": None,
        "totalConversationTimeNet": None,
        "agentCannedRepliesCount": 0,
        "botConversationId": NO_GUID,
        "botConversations": [],
        "isIncoming": False,
        "isScrambled": False,
        "participants": [],
        "dynamicParameters": [],
        "botConversationSteps": [],
        "ticketSummary": None,
        "nestedTicketsIds": [],
        "parentNestedTicketId": 0,
        "wasClosedAutomatically": False,
        "transactionsCount": 0,
        **values,
    }


def attachment(number: int, **values: object) -> Wire:
    """Make an attachment of a transaction."""
    return {
        "id": number,
        "type": "File",
        "fileIdentifier": "",
        "originalFileName": "",
        "thumbnails": [],
        "thumbnailsFileIdentifiers": [],
        "uri": "",
        "isEmbedded": False,
        "sanitizationState": "Allowed",
        **values,
    }


def user(values: Mapping[str, Any]) -> Wire:
    """Make a user with all its fields, in the vendor's order."""
    return {
        "id": "",
        "gender": "Undefined",
        "UserName": "",
        "culture": "en-US",
        "isAnonymous": False,
        "uniqueArgument": "",
        "type": "AGENT",
        "fullName": "",
        "shortName": "",
        "jobTitle": "",
        "status": "Offline",
        "roles": ["SystemUser"],
        **values,
    }


def pascal(value: Mapping[str, Any]) -> Wire:
    """Write an object's keys as the C# client's classes have them: `Name`, `_Status`."""
    return {"_" * name.startswith("_") + name.lstrip("_")[:1].upper() + name.lstrip("_")[1:]: item
            for name, item in value.items()}  # fmt: skip


def contact(guid: str, **values: object) -> Wire:
    """Make a contact."""
    return {
        "id": guid,
        "name": "",
        "identifiers": [],
        "uniqueArgument": "",
        "imageFileIdentifier": "",
        "imageUri": None,
        "creationDateTime": UNSET,
        "updateDateTime": UNSET,
        "isDeleted": False,
        "isScrambled": False,
        "tags": [],
        **values,
    }


def contact_identifier(number: int, contact_id: str, **values: object) -> Wire:
    """Make an identifier of a contact."""
    return {
        "id": number,
        "contactId": contact_id,
        "identifierType": "Undefined",
        "identifier": "",
        "lastAccessed": UNSET,
        "isVerified": False,
        "isDeleted": False,
        "isScrambled": False,
        **values,
    }
