"""Jobs that do something for each row of a CSV file."""

from __future__ import annotations

from deskbridge_bulk.lazy import Lazy, Part

_JOBS = "deskbridge_bulk.jobs.commands"

COMMANDS: Part = {
    ("customers", "create"): Lazy(f"{_JOBS}:customers_create", "Create a customer for each row of a CSV file."),
    ("customers", "update"): Lazy(f"{_JOBS}:customers_update", "Change the customer of each row of a CSV file."),
    ("customers", "delete"): Lazy(f"{_JOBS}:customers_delete", "Erase the customer of each row of a CSV file."),
    ("tasks", "create"): Lazy(f"{_JOBS}:tasks_create", "Make a task for each row of a CSV file."),
    ("tasks", "close"): Lazy(f"{_JOBS}:tasks_close", "Close the task of each row of a CSV file."),
    ("topics", "create"): Lazy(f"{_JOBS}:topics_create", "Create a topic for each row of a CSV file."),
    ("topics", "update"): Lazy(f"{_JOBS}:topics_update", "Change the topic of each row of a CSV file."),
    ("tickets", "close"): Lazy(f"{_JOBS}:tickets_close", "Close the ticket of each row of a CSV file."),
    ("messages", "redact"): Lazy(f"{_JOBS}:messages_redact", "Take out the content of each row's message or call."),
    ("answers", "apply"): Lazy(f"{_JOBS}:answers_apply", "Create or change an answer for each row of a CSV file."),
}
"""What it adds: by group and name, where the command is and what it does in one line."""
