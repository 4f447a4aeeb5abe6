"""What Gladly can do beside people and cases: tasks, answers, calls, files, exports, reports and events."""

from __future__ import annotations

from collections.abc import Mapping

from deskbridge.capabilities import Capability, Level, Support

_API = "Gladly REST API"
_SCRIPTS = "gladly/rest-api-examples"
_FULL, _PARTIAL, _EMULATED = Level.FULL, Level.PARTIAL, Level.EMULATED
_UNSUPPORTED = Level.UNSUPPORTED

_TASKS = {
    Capability.TASKS_GET: Support(_FULL, source=f"{_API}, Get task"),
    Capability.TASKS_OF_CUSTOMER: Support(
        _PARTIAL,
        "At most 2,000 open and 2,000 closed ones; of more than 2,000 together in two requests more.",
        source=f"{_API}, Get tasks",
        limit=2000,
    ),
    Capability.TASKS_CREATE: Support(
        _PARTIAL,
        "Needs an inbox as group_id, a time in the future, and at most 10,000 characters. A person who is not known "
        "becomes a customer without the name.",
        source=f"{_API}, Create task; {_SCRIPTS}, create-tasks",
    ),
    Capability.TASKS_UPDATE: Support(
        _FULL,
        "One request more to read the assignee where only one of agent and inbox is given.",
        source=f"{_API}, Update task; {_SCRIPTS}, close-tasks",
    ),
    Capability.TASKS_COMMENTS: Support(_PARTIAL, "At most 1,000.", source=f"{_API}, Get task comments", limit=1000),
    Capability.TASKS_ADD_COMMENT: Support(
        _PARTIAL,
        "In the name of an agent only, whose id must be given; on open tasks; at most 10,000 characters.",
        source=f"{_API}, Add comment",
    ),
    Capability.TASK_AGENT_ID: Support(_FULL, "The agent must belong to the inbox.", source=f"{_API}, Tasks"),
    Capability.TASK_GROUP_ID: Support(_FULL, "An inbox, not a team; a new task needs one.", source=f"{_API}, Tasks"),
}
_ANSWERS = {
    Capability.ANSWERS_ALL: Support(
        _EMULATED,
        "Only those that the public sees, in the languages of the setting answer_languages: no operation lists the "
        "others. One request for the organization, one for its audiences, one for each language and audience, of "
        "1,000 at most, and then as many for each answer as answers.get takes.",
        source=f"{_API}, List public answers, List audiences",
    ),
    Capability.ANSWERS_GET: Support(
        _EMULATED,
        "Its contents are asked for one by one: four requests for each language of the setting answer_languages, as "
        "no operation tells which there are. Contents in other languages are not read.",
        source=f"{_API}, Answer Management",
    ),
    Capability.ANSWERS_CREATE: Support(_FULL, source=f"{_API}, Add answer; {_SCRIPTS}, import-answers"),
    Capability.ANSWERS_UPDATE: Support(
        _FULL,
        "Whose a taken name is, is told when an answer is created and not when one is changed.",
        source=f"{_API}, Update answer",
    ),
    Capability.ANSWERS_DELETE: Support(
        _FULL, "Refused while rules, a thread or a help center use it.", source=f"{_API}, Delete answer"
    ),
    Capability.ANSWERS_SET_CONTENT: Support(
        _PARTIAL,
        "Public, e-mail, and one for all messages, which is chat; as HTML always. The first two need a title, the "
        "last has none. In the organization's languages only.",
        source=f"{_API}, Add answer content; {_SCRIPTS}, import-answers",
    ),
    Capability.ANSWERS_AUDIENCES: Support(_FULL, source=f"{_API}, List audiences"),
    Capability.ANSWER_DESCRIPTION: Support(_FULL, source=f"{_API}, Answer Management", limit=10_000),
    Capability.ANSWER_AUDIENCE_IDS: Support(_FULL, source=f"{_API}, Answer Management"),
    Capability.ANSWER_CONTENTS: Support(
        _EMULATED,
        "Written one by one once the answer is made, one request each, by the rules of answers.set_content.",
        source=f"{_API}, Add answer content",
    ),
    Capability.ANSWER_CATEGORY: Support(
        _UNSUPPORTED, "An answer has none.", source=f"{_API}, Answer Management", nearest="answer.description"
    ),
}
_OUTPUT = {
    Capability.CALLS_SAVE_RECORDING: Support(_FULL, "An MP3.", source=f"{_API}, Get recording"),
    Capability.CALLS_TRANSCRIPT: Support(_FULL, source=f"{_API}, Get voice transcript"),
    Capability.CALLS_RECORDER: Support(_FULL, source=f"{_API}, Get call recorder status"),
    Capability.CALLS_SET_RECORDING: Support(
        _FULL, "Of an agent who is on no call nothing changes, without a word.", source=f"{_API}, Update call recorder"
    ),
    Capability.CALLS_LOG: Support(
        _UNSUPPORTED,
        "No operation puts a call into a conversation.",
        source=f"{_API}, Conversation items",
        nearest="messages.add_note",
    ),
    Capability.SURVEYS_LINK: Support(_UNSUPPORTED, "No operation is about surveys.", source=_API),
    Capability.FILES_SAVE: Support(
        _PARTIAL,
        "By its id, in two requests: Gladly redirects to the file. Files of custom channels have none; they lie in "
        "the open at their url.",
        source=f"{_API}, Get attachment",
    ),
    Capability.FILES_UPLOAD: Support(
        _UNSUPPORTED,
        "No operation takes files; only a custom channel hands in their addresses, by native.communications.receive.",
        source=f"{_API}, Communications, Conversation items",
    ),
    Capability.FILES_RENDER: Support(
        _UNSUPPORTED,
        "No operation gives a conversation as a document.",
        source=f"{_API}, Conversations",
        nearest="messages.of_ticket",
    ),
    Capability.EXPORTS_JOBS: Support(
        _FULL, "Jobs are made by Gladly's schedule only and kept for 14 days.", source=f"{_API}, Export"
    ),
    Capability.EXPORTS_GET: Support(_FULL, source=f"{_API}, Get job"),
    Capability.EXPORTS_READ: Support(_FULL, "Lines of JSON, streamed.", source=f"{_API}, Download file"),
    Capability.EXPORTS_SAVE: Support(_FULL, source=f"{_API}, Download file; {_SCRIPTS}, export-data"),
    Capability.EXPORTS_DELETE: Support(_FULL, "Once it was completed or failed.", source=f"{_API}, Delete job"),
    Capability.REPORTS_RUN: Support(
        _PARTIAL,
        "By days. At most 10 a minute and 2 at once for the whole organization, which further ones wait for; after "
        "about 100,000 rows Gladly stops without a word, which counts as truncated.",
        source=f"{_API}, Generate report",
        limit=100_000,
    ),
    Capability.REPORTS_WORK_SESSIONS: Support(
        _PARTIAL,
        "To the minute; by when a contact ended, or began if it has not. The limits of reports.",
        source=f"{_API}, Generate work session report",
        limit=100_000,
    ),
    Capability.EVENTS_ALL: Support(
        _PARTIAL,
        "Of the last 24 hours, up to 15 seconds behind. Export jobs and some merges come by webhooks only.",
        source=f"{_API}, Events",
    ),
    Capability.EVENTS_RECEIVE: Support(
        _FULL,
        "Gladly signs nothing: a delivery is proven by the Basic credentials or the static header that the settings "
        "say and the webhook was created with.",
        source=f"{_API}, Webhooks",
    ),
    **dict.fromkeys(
        (Capability.EVENTS_POLL, Capability.EVENTS_ACKNOWLEDGE),
        Support(_UNSUPPORTED, "Gladly has no queue.", source=f"{_API}, Events, Webhooks", nearest="events.all"),
    ),
}

WORK: Mapping[Capability, Support] = {**_TASKS, **_ANSWERS, **_OUTPUT}
"""The rows of those roles."""
