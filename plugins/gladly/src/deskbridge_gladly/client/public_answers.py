"""Answers as the public sees them. The vendor asks for no token here; the client sends its own all the same."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api, Capped
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.answers import AnswerTitle, PublicAnswer

MOST = 1_000
"""How many public answers are listed; no header tells that there are more."""


class PublicAnswers:
    """The operations on public answers.

    Each takes the organization's id, and a language such as ``es-419``: where it is "", the vendor takes ``en-us``.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Answers_listPublic")
    def list(self, organization_id: str, *, language: str = "", audience_id: str = "") -> Capped[PublicAnswer]:
        """List the first 1,000 by name.

        Returns:
            `truncated` is set when 1,000 came, as nothing else tells that there may be more.
        """
        path = f"orgs/{segment(organization_id)}/answers"
        query = _query(language, audience_id)
        found = self._api.value("public_answers.list", path, tuple[PublicAnswer, ...], query=query)
        return Capped(found, len(found) >= MOST)

    @operation("Answers_searchResults")
    def search(
        self, organization_id: str, text: str, *, language: str = "", audience_id: str = ""
    ) -> tuple[AnswerTitle, ...]:
        """Find answers by what they say, in the vendor's order."""
        path = f"orgs/{segment(organization_id)}/answers-search"
        query = {"q": text, **_query(language, audience_id)}
        return self._api.value("public_answers.search", path, tuple[AnswerTitle, ...], query=query)

    @operation("Answers_listAnswerTitles")
    def titles(
        self, organization_id: str, help_center_id: str, *, language: str = "", audience_id: str = ""
    ) -> tuple[AnswerTitle, ...]:
        """List the answers that stand in the sections of a help center.

        Args:
            organization_id: Whose.
            help_center_id: As it stands in the address of Gladly's Settings > Help Center > Configure.
            language: Its code.
            audience_id: For whom; for everybody where it is "".
        """
        path = f"orgs/{segment(organization_id)}/help-center/{segment(help_center_id)}/answer-titles"
        query = _query(language, audience_id)
        return self._api.value("public_answers.titles", path, tuple[AnswerTitle, ...], query=query)

    @operation("Answers_getById")
    def get(self, organization_id: str, answer_id: str, *, language: str = "") -> PublicAnswer:
        """Get a public answer with its content."""
        path = f"orgs/{segment(organization_id)}/answers/{segment(answer_id)}"
        return self._api.value("public_answers.get", path, PublicAnswer, query=_query(language, ""))


def _query(language: str, audience_id: str) -> dict[str, str]:
    given = {"lng": language.strip().lower(), "audienceId": audience_id}
    return {name: value for name, value in given.items() if value}
