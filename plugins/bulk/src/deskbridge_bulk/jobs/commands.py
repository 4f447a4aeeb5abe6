"""The commands of the jobs. Thin: each names the job and what it takes of a table."""

from __future__ import annotations

import click

from deskbridge_bulk.jobs import answers, cases, customers, tasks, topics
from deskbridge_bulk.launching import launch_job
from deskbridge_bulk.options import Launch, job_options
from deskbridge_bulk.steps import Columns

_ERASED = "Each customer found is erased with all conversations. That is irreversible."
_REDACTED = "The content of each message or call is taken out. That is irreversible."
_by = click.option(
    "--by",
    type=click.Choice(["email", "phone"]),
    default="email",
    show_default=True,
    help="What customers are found by.",
)
_yes = click.option("--yes", is_flag=True, help="Don't ask; what is done can't be undone.")


@click.command("create")
@job_options
def customers_create(launch: Launch) -> int:
    """Create a customer for each row of FILE.

    Columns: name, address, email:N, phone:N, customAttribute:NAME. Empty cells are left out. Ids are derived from the
    row, so that a repeated run is recognised.
    """
    return launch_job(customers.Create, customers.CREATE, launch)


@click.command("update")
@job_options
def customers_update(launch: Launch) -> int:
    """Change the customer of each row of FILE, found by the column email.

    Columns: email, and name, address, customAttribute:NAME. Empty cells change nothing.
    """
    return launch_job(customers.Update, customers.UPDATE, launch)


@click.command("delete")
@job_options
@_by
@_yes
def customers_delete(launch: Launch, by: str, *, yes: bool) -> int:
    """Erase the customer of each row of FILE with all that belongs to it. Irreversible.

    Customers are found by the column email, or by phone; other columns are not looked at. Where several customers have
    one number, none of them is erased and the row fails.
    """
    columns = Columns(required=(by,), others_ignored=True)
    return launch_job(lambda desk: customers.Delete(desk, by=by), columns, launch, irreversibly="" if yes else _ERASED)


@click.command("create")
@job_options
def tasks_create(launch: Launch) -> int:
    """Make a task for each row of FILE.

    Columns: email (whom it is for), task, dueAt, inboxName, agentEmail.
    """
    return launch_job(tasks.Create, tasks.CREATE, launch)


@click.command("close")
@job_options
def tasks_close(launch: Launch) -> int:
    """Close the task of each row of FILE, by the column taskId. It stays with whom it is assigned to."""
    return launch_job(tasks.Close, tasks.CLOSE, launch)


@click.command("create")
@job_options
def topics_create(launch: Launch) -> int:
    """Create a topic for each row of FILE, parents before children.

    Columns: name, and id, disabled (true or false), parentId.
    """
    return launch_job(topics.Create, topics.CREATE, launch)


@click.command("update")
@job_options
def topics_update(launch: Launch) -> int:
    """Change the topic of each row of FILE, by the column id, parents before children.

    Columns: id, and name, disabled (true or false), parentId. Empty cells change nothing.
    """
    return launch_job(topics.Update, topics.UPDATE, launch)


@click.command("close")
@job_options
@click.option("--force", is_flag=True, help="Close those too whose customers wait for an answer.")
def tickets_close(launch: Launch, *, force: bool) -> int:
    """Close the ticket of each row of FILE, by the column conversationId, after adding the topic of topicId.

    It stays with whom it is assigned to. Nothing is told to the customer.
    """
    return launch_job(lambda desk: cases.Close(desk, force=force), cases.CLOSE, launch)


@click.command("redact")
@job_options
@_yes
def messages_redact(launch: Launch, *, yes: bool) -> int:
    """Take the content out of the message or call of each row of FILE, by the column itemid. Irreversible."""
    return launch_job(cases.Redact, cases.REDACT, launch, irreversibly="" if yes else _REDACTED)


@click.command("apply")
@job_options
def answers_apply(launch: Launch) -> int:
    """Create the answer of each row of FILE, or change it where its name is taken, and write what it says.

    Columns: language, name, public_answer_content (HTML), public_answer_title, and audience (names, with commas
    between), description. Of an answer that is there, empty cells change nothing.
    """
    return launch_job(answers.Apply, answers.APPLY, launch)
