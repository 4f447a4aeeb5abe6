from __future__ import annotations

import pytest

import deskbridge
from deskbridge.errors import SettingError
from deskbridge.settings import Secret
from deskbridge_glassix.settings import GlassixSettings

ALL = {"api_key": "k", "api_secret": "s3cr3t-value", "user_name": "u@example.com"}
VARIABLES = {
    "GLASSIX_WORKSPACE": "acme",
    "GLASSIX_API_KEY": "k",
    "GLASSIX_API_SECRET": "s3cr3t-value",
    "GLASSIX_USER_NAME": "u@example.com",
}


def made(**values: str) -> GlassixSettings:
    from deskbridge.settings import build

    return build(GlassixSettings, {**ALL, **values}, vendor="glassix")


def test_a_workspace_is_its_address() -> None:
    assert made(workspace="acme").api_url == "https://acme.glassix.com/api/v1.2"


@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/", "https://a.example/api/v1.2/"])
def test_a_base_url_may_have_the_path_or_not(url: str) -> None:
    assert made(base_url=url).api_url == "https://a.example/api/v1.2"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"workspace": "acme", "base_url": "https://a.example"},
        {"workspace": "acme.glassix.com"},
        {"workspace": "evil.example/"},
        {"workspace": "https://acme"},
        {"workspace": "-acme"},
        {"workspace": "acme\n"},
    ],
)
def test_an_address_that_is_not_said_or_said_twice_or_strange_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(SettingError) as caught:
        made(**values)
    assert (caught.value.field, caught.value.vendor) == ("workspace", "glassix")
    assert "s3cr3t-value" not in str(caught.value)


@pytest.mark.parametrize("name", ["api_key", "api_secret", "user_name"])
def test_what_is_empty_is_named(name: str) -> None:
    with pytest.raises(SettingError) as caught:
        made(workspace="acme", **{name: ""})
    assert name == caught.value.field


@pytest.mark.parametrize("name", ["api_key", "api_secret", "user_name"])
@pytest.mark.parametrize("strange", ["value\n", "a\r\nX-Other: b", "\x00"])
def test_what_has_a_line_break_in_it_is_named_and_not_shown(name: str, strange: str) -> None:
    with pytest.raises(SettingError, match="line break") as caught:
        made(workspace="acme", **{name: strange})
    assert name == caught.value.field
    assert "value" not in str(caught.value)


def test_a_first_day_that_is_still_to_come_is_refused_since_every_listing_would_be_empty() -> None:
    with pytest.raises(SettingError, match="still to come") as caught:
        made(workspace="acme", first_day="9999-01-01")
    assert caught.value.field == "first_day"


def test_without_settings_they_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    with deskbridge.connect("glassix") as desk:
        assert (desk.vendor, desk.native.department_id) == ("glassix", "k")


def test_other_departments_come_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**VARIABLES, "GLASSIX_DEPARTMENTS": "other=s3cr3t-other\nthird=s"}.items():
        monkeypatch.setenv(name, value)
    with deskbridge.connect("glassix") as desk:
        assert [one.id for one in desk.groups.all()] == ["k", "other", "third"]
        assert "s3cr3t" not in repr(desk)


def test_a_missing_setting_names_the_variable_that_could_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GLASSIX_API_KEY")
    with pytest.raises(SettingError, match="GLASSIX_API_KEY"):
        deskbridge.connect("glassix")


def test_the_secret_is_in_no_repr() -> None:
    assert "s3cr3t" not in repr(made(workspace="acme", departments="other=s3cr3t-other"))


@pytest.mark.parametrize("day", ["", "yesterday", "01/01/2015", "2015-13-01", "2015-01-01T00:00:00"])
def test_a_first_day_that_is_no_day_is_refused_before_anything_is_listed(day: str) -> None:
    with pytest.raises(SettingError, match="first_day"):
        GlassixSettings(api_key="k", api_secret=Secret("s"), user_name="u@example.com", workspace="acme", first_day=day)
