"""What Gladly can do beside people and cases: tasks, answers, calls, files, exports, reports and events."""

from __future__ import annotations

from collections.abc import Mapping

from deskbridge.capabilities import Capability, Level, Support

_API = "Gladly REST API"
_SCRIPTS = "gladly/rest-api-examples"
_FULL, _PARTIAL = Level.FULL, Level.PARTIAL
_UNSUPPORTED, _LATER = Level.UNSUPPORTED, Level.NOT_IMPLEMENTED

_TASKS = {
    Capability.TASKS_GET: Support(_FULL, source=f"{_API}, Get task"),
    Capability.TASKS_OF_CUSTOMER: Support(_PARTIAL, "At most 2,000.", source=f"{_API}, Get tasks", limit=2000),
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
        _UNSUPPORTED,
        "No operation lists answers; only those that the public sees can be listed, in one language at a time, by "
        "native.public_answers. A name that is taken tells the id that has it.",
        source=f"{_API}, Answer Management, Answers",
        nearest="answers.create",
    ),
    Capability.ANSWERS_GET: Support(
        _PARTIAL,
        "Without its contents: each is read by its language and type, by native.answers.content.",
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
}
_NOT_YET = Support(_LATER, "The vendor has it; this version of the plugin does not reach it.", source=_API)
_OUTPUT = {one: _NOT_YET for one in Capability if one.subject in {"calls", "files", "exports", "reports", "events"}}

WORK: Mapping[Capability, Support] = {**_TASKS, **_ANSWERS, **_OUTPUT}
"""The rows of those roles."""
