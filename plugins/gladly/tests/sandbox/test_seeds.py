from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from deskbridge.sandbox import Sandbox, SandboxOptions, parse_seed
from deskbridge_gladly import sandbox as package
from deskbridge_gladly.sandbox import GladlySandbox, create
from deskbridge_gladly.sandbox.seeds.files import rows


def held(*seeds: str) -> GladlySandbox:
    return GladlySandbox(SandboxOptions(seeds=[parse_seed(seed) for seed in seeds]))


def items_of(desk: GladlySandbox) -> list[dict[str, Any]]:
    return list(desk.store.items.values())


def test_the_sandbox_says_how_to_connect() -> None:
    desk: Sandbox = create(SandboxOptions())
    settings = desk.settings("http://127.0.0.1:1")
    webhook = {"webhook_username", "webhook_password"}
    assert (desk.vendor, set(settings)) == ("gladly", {"base_url", "username", "api_token", *webhook})
    assert settings["base_url"] == "http://127.0.0.1:1"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def test_the_sandbox_imports_nothing_of_the_client_it_tests() -> None:
    paths = list(Path(package.__file__).parent.rglob("*.py"))
    ours = {name for path in paths for name in imported(path) if name.startswith("deskbridge")}
    assert len(paths) > 20
    assert {name for name in ours if not name.startswith(("deskbridge_gladly.sandbox", "deskbridge.sandbox"))} == set()


def test_an_empty_sandbox_has_only_the_agent_whose_token_is_used() -> None:
    state = held("empty").state()
    assert {name: count for name, count in state.items() if count} == {"agents": 1}


def test_the_sample_is_the_real_data() -> None:
    state = held("sample").state()
    assert {name: count for name, count in state.items() if count and name != "events"} == {
        "customers": 8, "conversations": 4, "items": 6, "tasks": 4, "topics": 5, "answers": 2, "business_hours": 1,
        "agents": 2, "inboxes": 1, "export_jobs": 1,
    }  # fmt: skip


def test_the_sample_holds_what_the_vendors_tables_name() -> None:
    store = held("sample").store
    for row in rows("sample-close-conversations.csv"):
        assert row["conversationId"] in store.conversations
        assert row["topicId"] in store.topics
    assert all(row["itemid"] in store.items for row in rows("sample-redact-calls.csv"))
    assert all(row["taskId"] in store.tasks.tasks for row in rows("sample-close-tasks.csv"))
    emails = {agent["emailAddress"] for agent in store.agents.values()}
    assert emails == {row["agentEmail"] for row in rows("sample-new-tasks.csv") if row["agentEmail"]}


def test_synthetic_data_is_the_same_in_every_run() -> None:
    first, second = held("synthetic:60").store, held("synthetic:60").store
    assert orjson.dumps(first.items) == orjson.dumps(second.items)
    assert orjson.dumps(first.conversations) == orjson.dumps(second.conversations)
    assert orjson.dumps(first.people.profiles) == orjson.dumps(second.people.profiles)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 200])
def test_there_are_as_many_conversations_as_asked_for(number: int) -> None:
    assert held(f"synthetic:{number}").state()["conversations"] == number


def test_seeds_lie_one_upon_the_other_without_a_clash() -> None:
    sample, synthetic = held("sample").state(), held("synthetic:200").state()
    both = held("sample", "synthetic:200").state()
    expected = {name: sample[name] + synthetic[name] for name in sample}
    expected["agents"] -= 1  # the agent whose token is used is the same
    assert both == expected
    topics = [each["name"] for each in held("sample", "synthetic:1").store.topics.values()]
    assert len(topics) == len(set(topics))


def test_a_kind_of_seed_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="can be laid once"):
        held("synthetic:1", "synthetic:2")


def test_two_hundred_conversations_have_about_eight_items_each() -> None:
    assert 1_400 <= held("synthetic:200").state()["items"] <= 1_800


def test_a_customer_has_at_most_one_conversation_that_is_not_closed() -> None:
    conversations = held("synthetic:1000").store.conversations.values()
    not_closed = Counter(each["customerId"] for each in conversations if each["status"] != "CLOSED")
    assert set(not_closed.values()) == {1}
    assert {each["status"] for each in conversations} == {"OPEN", "WAITING", "CLOSED"}


def test_whatever_is_closed_says_when_and_has_a_topic() -> None:
    for each in held("synthetic:200").store.conversations.values():
        assert ("closedAt" in each) == (each["status"] == "CLOSED")
        assert each["status"] != "CLOSED" or each["topicIds"]
        assert each.get("closedAt", "9") > each["createdAt"]


def test_addresses_and_numbers_are_fictional_and_distinct() -> None:
    profiles = held("synthetic:1000").store.people.profiles.values()
    emails = [each["normalized"] for profile in profiles for each in profile.get("emails", ())]
    phones = [each["normalized"] for profile in profiles for each in profile.get("phones", ())]
    assert len(emails) == len(set(emails))
    assert len(phones) == len(set(phones))
    assert all(each.endswith("@example.com") for each in emails)
    assert all(each[:2] == "+1" and each[5:10] == "55501" and len(each) == 12 for each in phones)


def test_some_customers_have_no_email_or_no_contact_at_all_and_two_share_a_name() -> None:
    profiles = held("synthetic:60").store.people.profiles.values()
    assert any("emails" not in each and "phones" in each for each in profiles)
    assert any("emails" not in each and "phones" not in each for each in profiles)
    assert Counter(each["name"] for each in profiles)["Alex Kim"] == 2


def test_an_agent_who_left_wrote_items_and_is_not_listed() -> None:
    desk = held("synthetic:60")
    agents = {each["initiator"]["id"] for each in items_of(desk) if each["initiator"]["type"] == "AGENT"}
    assert len(agents - set(desk.store.agents)) == 1


KINDS = {
    "CHAT_MESSAGE", "EMAIL", "SMS", "WHATSAPP", "FACEBOOK_MESSAGE", "INSTAGRAM_DIRECT", "PHONE_CALL", "VOICEMAIL",
    "CONVERSATION_NOTE", "TOPIC_CHANGE", "CONVERSATION_STATUS_CHANGE", "CUSTOMER_ACTIVITY", "VOICE_AI_MESSAGE",
    "TEXT", "FILES",
}  # fmt: skip


def test_every_kind_of_item_occurs() -> None:
    assert {each["content"]["type"] for each in items_of(held("synthetic:30"))} == KINDS


def test_every_kind_of_initiator_occurs() -> None:
    kinds = {each["initiator"]["type"] for each in items_of(held("synthetic:30"))}
    assert kinds == {"AGENT", "API", "AUTOMATION", "CUSTOMER", "INTERNAL", "EXTERNAL", "SYSTEM"}


@pytest.mark.parametrize(
    "text",
    ["שלום", "مرحبا", "你好", "注文", "Καλημέρα", "Здравствуйте", "\u200d", "<script>", "cid:", "track.example.com"],
)
def test_every_script_and_every_trap_of_html_occurs(text: str) -> None:
    assert text in orjson.dumps(items_of(held("synthetic:30"))).decode()


def test_attachments_copies_buttons_and_redactions_occur() -> None:
    contents = [each["content"] for each in items_of(held("synthetic:30"))]
    for name in ("attachments", "cc", "bcc", "messageData", "recordingSummary", "customChannelId", "link"):
        assert any(name in each for each in contents), name
    assert any(each.get("content") == "" for each in contents)
    assert {each["recordingStatus"] for each in contents if "recordingStatus" in each} == {
        "AVAILABLE",
        "DELETED",
        "ERROR",
    }


def test_activities_stand_outside_conversations() -> None:
    for item in items_of(held("synthetic:60")):
        assert ("conversationId" in item) == (item["content"]["type"] != "CUSTOMER_ACTIVITY")


def test_some_conversations_are_unassigned_have_several_topics_or_attributes_or_no_items() -> None:
    store = held("synthetic:60").store
    conversations = store.conversations.values()
    assert any("agentId" not in each for each in conversations)
    assert any(len(each.get("topicIds", ())) > 2 for each in conversations)
    assert any("customAttributes" in each for each in conversations)
    assert any(not store.items_in(each["id"]) for each in conversations)


def test_no_item_has_a_null_or_comes_twice() -> None:
    desk = held("synthetic:200")
    assert b"null" not in orjson.dumps(items_of(desk))
    assert len({each["id"] for each in items_of(desk)}) == desk.state()["items"]
    assert all(len(each["id"]) == 22 for each in items_of(desk))


def tasks_of(desk: GladlySandbox) -> list[dict[str, Any]]:
    return list(desk.store.tasks.tasks.values())


def test_some_tasks_are_open_some_overdue_some_closed_and_some_have_no_agent() -> None:
    desk = held("synthetic:120")
    now = desk.store.now()
    kinds = Counter((each["status"], each["dueAt"] < now) for each in tasks_of(desk))
    assert set(kinds) == {("OPEN", False), ("OPEN", True), ("CLOSED", True)}
    assert min(kinds.values()) > 5
    assert {"agentId" in each["assignee"] for each in tasks_of(desk)} == {True, False}
    gone = {each["assignee"].get("agentId", "") for each in tasks_of(desk)} - set(desk.store.agents)
    assert len(gone) == 2  # none, and the agent who left


def test_tasks_belong_to_customers_and_come_with_up_to_three_comments() -> None:
    desk = held("synthetic:120")
    for each in tasks_of(desk):
        assert each["customerId"] in desk.store.people.profiles
        assert each["timestamp"] < desk.store.now()
        assert len(each["body"]) <= 10_000
    assert {len(desk.store.tasks.comments_on(each["id"])) for each in tasks_of(desk)} == {0, 1, 2, 3}
    assert {each["createdBy"]["type"] for each in tasks_of(desk)} == {
        "AGENT",
        "API",
        "AUTOMATION",
        "CUSTOMER",
        "SYSTEM",
    }


def test_answers_come_in_several_languages_types_and_audiences() -> None:
    knowledge = held("synthetic:1").store.knowledge
    languages = {language for _, language, _ in knowledge.contents}
    assert len(languages) == 7
    assert languages < knowledge.languages
    assert {kind for _, _, kind in knowledge.contents} == {"public", "email", "messaging", "reference"}
    assert {len(each["audienceIds"]) for each in knowledge.answers.values()} == {0, 1, 2, 3}
    named = {each for answer in knowledge.answers.values() for each in answer["audienceIds"]}
    assert named == set(knowledge.audiences)
    assert knowledge.in_rules | knowledge.in_threads < set(knowledge.answers)


@pytest.mark.parametrize("seeds", [("synthetic:1",), ("sample", "synthetic:1"), ("synthetic:1", "sample")])
def test_exactly_one_of_the_business_hours_is_primary(seeds: tuple[str, ...]) -> None:
    assert sum(each["primary"] for each in held(*seeds).store.business_hours.values()) == 1


def test_whatever_freeform_topic_a_conversation_has_is_known() -> None:
    store = held("synthetic:60").store
    ids = {each["id"] for held in store.conversations.values() for each in held.get("customAttributes", ())}
    assert ids
    assert ids < set(store.custom_attributes)
