"""What the store holds besides conversations: tasks with their comments, and answers with their contents."""

from __future__ import annotations

from attrs import define, field

from deskbridge_gladly.sandbox.values import Json

ContentKey = tuple[str, str, str]
"""Answer, language and type of a content."""


@define
class Tasks:
    """The customers' tasks, each with comments."""

    tasks: dict[str, Json] = field(factory=dict)
    comments: dict[str, Json] = field(factory=dict)
    _of_customer: dict[str, list[str]] = field(factory=dict)
    _comments_on: dict[str, list[str]] = field(factory=dict)

    def add(self, task: Json) -> None:
        """Add a task to its customer."""
        self.tasks[task["id"]] = task
        self._of_customer.setdefault(task["customerId"], []).append(task["id"])

    def of_customer(self, customer_id: str) -> list[Json]:
        """List a customer's tasks, newest first."""
        held = [self.tasks[each] for each in reversed(self._of_customer.get(customer_id, ()))]
        return sorted(held, key=lambda task: str(task["timestamp"]), reverse=True)

    def add_comment(self, comment: Json) -> None:
        """Add a comment to its task."""
        self.comments[comment["id"]] = comment
        self._comments_on.setdefault(comment["taskId"], []).append(comment["id"])

    def comments_on(self, task_id: str) -> list[Json]:
        """List a task's comments, oldest first."""
        held = (self.comments[each] for each in self._comments_on.get(task_id, ()))
        return sorted(held, key=lambda comment: str(comment["createdAt"]))

    def remove_of(self, customer_id: str) -> None:
        """Forget a customer's tasks with their comments."""
        for task_id in self._of_customer.pop(customer_id, ()):
            del self.tasks[task_id]
            for comment_id in self._comments_on.pop(task_id, ()):
                del self.comments[comment_id]


@define
class Knowledge:
    """Answers, their contents, whom they are for and where they are used.

    Attributes:
        languages: What the organization has configured, in lower case.
        help_centers: By id: its `name` and its `sections`, each with `id`, `name` and `answerIds`.
        in_rules: Answers that a rule sends.
        in_threads: Answers that belong to a thread.
        kept_types: Types whose contents can't be deleted yet; which ones is not said, so none are.
    """

    answers: dict[str, Json] = field(factory=dict)
    contents: dict[ContentKey, Json] = field(factory=dict)
    content_times: dict[ContentKey, str] = field(factory=dict)
    audiences: dict[str, Json] = field(factory=dict)
    languages: set[str] = field(factory=lambda: {"en-us"})
    help_centers: dict[str, Json] = field(factory=dict)
    in_rules: set[str] = field(factory=set)
    in_threads: set[str] = field(factory=set)
    kept_types: set[str] = field(factory=set)

    def named(self, name: str) -> Json | None:
        """Find the answer that has a name."""
        return next((each for each in self.answers.values() if each["name"] == name), None)

    def put_content(self, content: Json, moment: str) -> None:
        """Add a content or replace it."""
        key = (content["answerId"], content["language"], content["type"])
        self.contents[key] = content
        self.content_times[key] = moment

    def remove_content(self, key: ContentKey) -> None:
        """Forget a content."""
        del self.contents[key]
        del self.content_times[key]

    def remove(self, answer_id: str) -> None:
        """Forget an answer with its contents."""
        del self.answers[answer_id]
        for key in [each for each in self.contents if each[0] == answer_id]:
            self.remove_content(key)
