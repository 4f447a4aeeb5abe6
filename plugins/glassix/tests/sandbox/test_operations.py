from __future__ import annotations

from typing import Any

import pytest

from deskbridge.sandbox import SandboxOptions
from deskbridge_glassix.sandbox import GlassixSandbox

EVERY = """
token_get tickets_create tickets_get tickets_list tickets_send tickets_setstate tickets_setfields
tickets_setparticipantname tickets_setowner tickets_assignavailableuser tickets_setdepartment tickets_addtags
tickets_removetag tickets_addnote tickets_setsummary tickets_scramble tickets_pdf tickets_html
tickets_generatesurveylink users_allusers users_setstatus users_getstatus users_statuslogs users_add users_delete
users_setuniqueargument users_update users_getbyuniqueargument users_setroles tenants_isonline tenants_gettags
contacts_get contacts_setname contacts_addidentifier contacts_setuniqueargument contacts_deleteidentifier
cannedreplies_getall cannedreplies_add cannedreplies_delete interactivedocuments_send protocols_send
phonecalls_started phonecalls_ended phonecalls_audiolink webhooks_getevents webhooks_deleteevents files_upload
"""
OPERATIONS = GlassixSandbox(SandboxOptions(seeds=())).operations()


def test_all_operations_are_served_once_each() -> None:
    assert sorted(EVERY.split()) == sorted(one.operation_id for one in OPERATIONS)
    assert len(EVERY.split()) == 47


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.operation_id)
def test_each_operation_is_at_its_path_and_verb_and_asks_for_a_token(vendor: Any, operation: Any) -> None:
    path = operation.path.lstrip("/").replace("{ticketId}", "13784").replace("{contactId}", "x")
    vendor.token = ""
    status, answer = vendor.ask("PATCH", path)
    assert (status, list(answer)) == (405, ["Message"])
    open_to_all = operation.operation_id in {"token_get", "tenants_isonline"}
    assert vendor.ask(operation.method, path, {})[0] == (400 if open_to_all else 401)
