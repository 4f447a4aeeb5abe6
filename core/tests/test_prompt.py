"""What a person meets at a Python prompt: names, lengths and representations."""

from __future__ import annotations

import copy
import sys

import pytest

import deskbridge
from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.cli.capabilities import _notes
from deskbridge.desk import Desk
from deskbridge.errors import ConfigurationError, UnknownDeskError
from deskbridge.listing import Listing
from deskbridge.memory import MemoryHelpdesk
from deskbridge.plugins import Plugins
from deskbridge.records import UNSET, Customer, CustomerChange, CustomerId
from deskbridge.records.changes import as_sent
from deskbridge.records.raw import FrozenDict, FrozenList, freeze

FULL = Support(Level.FULL)
ACME = Capabilities("acme", {Capability.AGENTS_ALL: FULL})


def test_the_package_lists_what_it_offers_and_nothing_of_its_inside() -> None:
    names = dir(deskbridge)
    assert {"connect", "Vendor", "__version__"} < set(names)
    assert "importlib" not in names


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'deskbridge' has no attribute 'conect'"):
        deskbridge.conect  # noqa: B018


def test_a_declaration_has_a_row_for_every_capability() -> None:
    assert len(ACME) == len(list(ACME)) == len(Capability)


def test_what_is_declared_in_full_without_a_source_has_nothing_to_note() -> None:
    lines = list(_notes({"acme": ACME}))
    assert len(lines) == len(Capability) - 1
    assert not [line for line in lines if line.startswith(f"{Capability.AGENTS_ALL} ")]


def test_a_role_tells_whose_it_is_and_what_it_offers() -> None:
    agents = MemoryHelpdesk().agents
    assert repr(agents) == "<agents of memory>"
    assert {"all", "create"} < set(dir(agents))


def test_a_listing_is_shown_without_being_fetched() -> None:
    def fetch():
        raise AssertionError("fetched")
        yield

    assert repr(Listing(fetch, what="agents")) == "<Listing of agents>"


def test_a_role_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown roles: agent"):
        Desk(ACME, native=None, roles={"agent": object()}, close=lambda: None)


def test_a_plugin_that_is_not_installed_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownDeskError, match="no plugin named 'acme'; installed: none"):
        Plugins({}).vendor("acme")


def test_a_setting_of_the_transport_that_is_no_number_is_an_error_of_ours() -> None:
    with pytest.raises(ConfigurationError, match="deadline_seconds|a setting of the transport is wrong"):
        deskbridge.connect("memory", deadline_seconds=[])


def test_frozen_values_are_their_own_copies() -> None:
    frozen = freeze({"a": [1, {"b": 2}]})
    assert copy.copy(frozen) is copy.deepcopy(frozen) is frozen
    assert copy.copy(frozen["a"]) is copy.deepcopy(frozen["a"]) is frozen["a"]


def test_any_mapping_is_frozen_and_what_can_not_be_is_kept() -> None:
    class Headers(dict):
        pass

    token = object()
    frozen = freeze(Headers(a=[token]))
    assert type(frozen) is FrozenDict
    assert type(frozen["a"]) is FrozenList
    assert frozen["a"][0] is token


def test_a_field_that_was_not_given_is_no_value_and_says_so() -> None:
    assert repr(UNSET) == "UNSET"
    assert not UNSET


def test_errors_and_records_are_modules_that_come_with_the_package() -> None:
    assert deskbridge.__getattr__("records") is sys.modules["deskbridge.records"]


def test_what_was_sent_is_a_record_of_what_was_given_and_no_more() -> None:
    sent = as_sent(Customer, CustomerChange(name="Ada"), {"id": "1", "vendor": "acme"})
    assert sent == Customer(id=CustomerId("1"), vendor="acme", name="Ada")
