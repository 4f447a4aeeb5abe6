import pickle
from pathlib import Path

import pytest
from attrs import field, frozen

from deskbridge import connect, settings
from deskbridge.errors import ConfigurationError, SettingError, UnknownDeskError
from deskbridge.settings import Secret


@frozen(kw_only=True)
class AcmeSettings:
    base_url: str
    token: Secret = field()
    pages: int = 3


def build(**values: object) -> AcmeSettings:
    return settings.build(AcmeSettings, values, vendor="acme", variables={"ACME_TOKEN": "token"})


def test_plain_values_make_settings() -> None:
    made = build(base_url="https://a", token="s3cret", pages="5")
    assert (made.base_url, made.token.reveal(), made.pages) == ("https://a", "s3cret", 5)


def test_a_secret_shows_itself_to_nobody() -> None:
    made = build(base_url="https://a", token="s3cret")
    assert "s3cret" not in f"{made!r} {made.token} {made.token!r} {vars(type(made.token))}"


def test_a_missing_field_is_named_with_its_variable() -> None:
    with pytest.raises(SettingError, match="'token' is missing.*ACME_TOKEN") as wrong:
        build(base_url="https://a")
    assert wrong.value.field == "token"


def test_an_unknown_field_is_named_with_those_that_exist() -> None:
    with pytest.raises(SettingError, match="no setting 'tokn'; there are: base_url, token, pages"):
        build(base_url="https://a", tokn="s3cret")


@pytest.mark.parametrize(("name", "value"), [("pages", "many"), ("base_url", 5), ("token", 5)])
def test_a_value_of_the_wrong_kind_names_the_field_and_not_the_value(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=f"'{name}'") as wrong:
        build(**{"base_url": "https://a", "token": "s3cret", name: value})
    assert "s3cret" not in str(wrong.value)


def test_a_value_from_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_TOKEN", "s3cret")
    assert settings.resolve({"token": "env:ACME_TOKEN", "pages": 2}, vendor="acme") == {"token": "s3cret", "pages": 2}


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_TOKEN", raising=False)
    with pytest.raises(SettingError, match="'token'.*'ACME_TOKEN', which is not set"):
        settings.resolve({"token": "env:ACME_TOKEN"}, vendor="acme")


def test_the_file_is_found_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DESKBRIDGE_CONFIG", raising=False)
    assert settings.configured() == {}
    Path("deskbridge.toml").write_text('[desks.support]\nvendor = "acme"\npages = 2\n')
    assert settings.configured() == {"support": settings.Configured("support", "acme", {"pages": 2})}


def test_the_file_is_found_where_the_variable_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "elsewhere.toml"
    path.write_text('[desks.support]\nvendor = "acme"\n')
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(path))
    assert list(settings.configured()) == ["support"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[desks.support\n", "can't be read as TOML"),
        ('desks = "x"\n', "one table a desk"),
        ("[desks.support]\npages = 2\n", "which vendor"),
    ],
)
def test_a_file_that_says_nothing_sensible_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    path = tmp_path / "deskbridge.toml"
    path.write_text(text)
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(path))
    with pytest.raises(ConfigurationError, match=said):
        settings.configured()


def test_a_desk_whose_vendor_is_not_installed_is_named_with_the_file_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DESKBRIDGE_CONFIG", raising=False)
    with pytest.raises(UnknownDeskError, match=r"no deskbridge\.toml; a desk is a table in it, \[desks\.NAME\]"):
        connect("support")
    Path("deskbridge.toml").write_text('[desks.support]\nvendor = "memroy"\n')
    said = r"'support' of deskbridge\.toml is of the vendor 'memroy', which is not installed\. Did you mean 'memory'\?"
    with pytest.raises(UnknownDeskError, match=said):
        connect("support")


def test_a_variable_that_points_nowhere_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigurationError, match="does not exist"):
        settings.configured()


def test_a_configured_desk_shows_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deskbridge.toml"
    path.write_text('[desks.support]\nvendor = "acme"\ntoken = "s3cret"\n')
    monkeypatch.setenv("DESKBRIDGE_CONFIG", str(path))
    assert "s3cret" not in repr(settings.configured())


def test_secrets_are_compared_by_what_they_hide_and_never_leave_the_process() -> None:
    assert {Secret("a"), Secret("a"), Secret("b")} == {Secret("b"), Secret("a")}
    assert Secret("a") != "a"
    assert (bool(Secret("a")), bool(Secret(""))) == (True, False)
    with pytest.raises(TypeError, match="can't be pickled; pass it on in the environment"):
        pickle.dumps(Secret("a"))


@frozen(kw_only=True)
class Pair:
    first: int = 0
    second: int = field(default=0)

    @second.validator
    def _later(self, attribute: object, value: int) -> None:
        if value == self.first:
            raise SettingError("second must differ", field="second")
        if value < self.first:
            msg = "second comes before first"
            raise ValueError(msg)


@pytest.mark.parametrize(
    ("second", "said", "named"),
    [(2, "second must differ", "second"), (1, "the settings don't fit together: second comes before first", "")],
)
def test_settings_that_do_not_fit_together_are_an_error_of_their_vendor(second: int, said: str, named: str) -> None:
    with pytest.raises(SettingError, match=said) as wrong:
        settings.build(Pair, {"first": 2, "second": second}, vendor="acme", variables={})
    assert (wrong.value.field, wrong.value.vendor) == (named, "acme")
