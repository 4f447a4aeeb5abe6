"""The sample's answers and audiences: as they are after the vendor's script has run over `answers.csv`."""

from __future__ import annotations

from deskbridge_gladly.sandbox.seeds.files import rows
from deskbridge_gladly.sandbox.store import Store

ANSWER_IDS = {"How to: Say Hello": "_sKRhTfySU2VGCHjmWU8vw", "How to: Say Goodbye": "1grfSzATQLa334VDLCWc4A"}
"""The first is the id of the script's published log, the second the example of the specification."""
AUDIENCE_IDS = {"Audience 1": "audience-1", "Audience 2": "audience-2", "Retale - USA": "3cIEsaYcQTSFfECpBhGL6Q"}
"""The table names two; their ids are those of the specification's example of a create, the third is its own example."""
CREATED_AT = "2024-06-13T15:16:29.894Z"


def lay_answers(store: Store) -> None:
    """Put audiences, answers and their public contents into the store."""
    knowledge = store.knowledge
    knowledge.audiences.update({each: {"id": each, "name": name} for name, each in AUDIENCE_IDS.items()})
    for row in rows("answers.csv"):
        language, answer_id = row["language"].strip().lower(), ANSWER_IDS[row["name"]]
        knowledge.languages.add(language)
        knowledge.answers[answer_id] = {
            "id": answer_id,
            "name": row["name"],
            "description": row["description"],
            "audienceIds": [AUDIENCE_IDS[name.strip()] for name in row["audience"].split(",")],
            "createdAt": CREATED_AT,
        }
        content = {
            "answerId": answer_id,
            "language": language,
            "type": "public",
            "bodyHtml": row["public_answer_content"],
            "title": row["public_answer_title"],
        }
        knowledge.put_content(content, CREATED_AT)
