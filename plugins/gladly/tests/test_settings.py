from __future__ import annotations

import pickle

import pytest

import deskbridge_gladly
from deskbridge import settings
from deskbridge.errors import SettingError
from deskbridge_gladly.settings import GladlySettings

GIVEN = {"base_url": "https://acme.us-1.gladly.com", "username": "amy@acme.com", "api_token": "t0p-secret"}


def _build(**changes: str) -> GladlySettings:
    vendor = deskbridge_gladly.deskbridge_vendor()
    return settings.build(vendor.settings(), {**GIVEN, **changes}, vendor="gladly", variables=vendor.environment)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://acme.gladly.com/", "https://acme.gladly.com"),
        ("acme.us-1.gladly.com", "https://acme.us-1.gladly.com"),
        (" acme.gladly.com// ", "https://acme.gladly.com"),
        ("https://acme.gladly.qa/api/v1/", "https://acme.gladly.qa"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_is_taken_as_people_write_it(given: str, expected: str) -> None:
    assert expected == _build(base_url=given).base_url


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base_url", ""),
        ("base_url", " / "),
        ("username", " "),
        ("username", "a:b"),
        ("api_token", ""),
        ("api_token", " "),
    ],
)
def test_a_setting_that_cant_be_right_is_named(field: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        _build(**{field: value})
    assert field == caught.value.field


def test_a_missing_token_names_the_variable_that_gives_it() -> None:
    vendor = deskbridge_gladly.deskbridge_vendor()
    given = {"base_url": "x", "username": "y"}
    with pytest.raises(SettingError, match="GLADLY_API_TOKEN"):
        settings.build(vendor.settings(), given, vendor="gladly", variables=vendor.environment)


def test_the_variables_of_the_vendors_scripts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOST": "acme.gladly.com", "USERNAME": "amy@acme.com", "API_TOKEN": "t0p-secret"}.items():
        monkeypatch.setenv(f"GLADLY_{name}", value)
    vendor = deskbridge_gladly.deskbridge_vendor()
    built = settings.build(vendor.settings(), settings.from_environment(vendor.environment), vendor="gladly")
    assert (built.base_url, built.api_token.reveal()) == ("https://acme.gladly.com", "t0p-secret")


def test_the_token_shows_itself_nowhere() -> None:
    assert "t0p-secret" not in repr(_build())
    with pytest.raises(TypeError):
        pickle.dumps(_build())


@pytest.mark.parametrize(
    "given",
    [
        {"webhook_username": "hook", "webhook_password": "s3cret"},
        {"webhook_header_name": "X-Gladly", "webhook_header_value": "s3cret"},
    ],
)
def test_what_webhooks_bring_is_set_in_pairs_and_shown_nowhere(given: dict[str, str]) -> None:
    assert "s3cret" not in repr(_build(**given))
    for name, value in given.items():
        (other,) = set(given) - {name}
        with pytest.raises(SettingError, match=other) as caught:
            _build(**{name: value})
        assert other == caught.value.field


@pytest.mark.parametrize(
    ("given", "expected"),
    [("en-us", ("en-us",)), (" EN-US, es-419,en-us ,", ("en-us", "es-419")), ("", ()), (" , ", ())],
)
def test_the_languages_of_answers_are_tags_with_commas_between(given: str, expected: tuple[str, ...]) -> None:
    assert expected == _build(answer_languages=given).languages


def test_answers_are_in_english_where_no_language_is_said() -> None:
    assert _build().languages == ("en-us",)


@pytest.mark.parametrize("field", ["username", "api_token", "webhook_password", "webhook_header_value"])
@pytest.mark.parametrize("strange", ["va\nlue", "a\r\nX-Other: value", "value\x00x"])
def test_a_setting_with_a_line_break_in_it_is_named_and_not_shown(field: str, strange: str) -> None:
    pairs = {
        "webhook_username": "hook",
        "webhook_password": "x",
        "webhook_header_name": "X",
        "webhook_header_value": "x",
    }
    with pytest.raises(SettingError, match="line break") as caught:
        _build(**{**pairs, field: strange})
    assert field == caught.value.field
    assert "value" not in str(caught.value).replace("webhook_header_value", "")
