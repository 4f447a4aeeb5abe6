"""What must be true of the workspace as a whole."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MEMBERS = [
    ROOT / name for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
]


def project(member: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((member / "pyproject.toml").read_text())["project"]
    return table


def test_all_members_have_one_version() -> None:
    import deskbridge

    assert {project(member)["version"] for member in MEMBERS} == {deskbridge.__version__}


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_a_member_needs_its_siblings_in_the_same_version(member: Path) -> None:
    table = project(member)
    wanted = [
        *table["dependencies"],
        *(one for extra in table.get("optional-dependencies", {}).values() for one in extra),
    ]
    siblings = [one for one in wanted if one.startswith("deskbridge")]
    assert all(one.endswith(f"=={table['version']}") for one in siblings)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_a_member_states_tested_lower_bounds(member: Path) -> None:
    assert all(re.search(r"(>=|==)", one) for one in project(member)["dependencies"])


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_a_member_is_typed_and_has_a_readme(member: Path) -> None:
    assert list(member.glob("src/*/py.typed"))
    assert len((member / "README.md").read_text()) > 200


@pytest.mark.parametrize("folder", ["core/src", "plugins/migrate/src", "contract_tests/src"])
def test_no_vendor_is_named_outside_its_plugin(folder: str) -> None:
    vendors = re.compile("|".join(("glad" + "ly", "glas" + "six")), re.IGNORECASE)
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".j2", ".md", ".toml"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if vendors.search(line)
    ]
    assert named == []


def test_the_files_that_are_tested_first_are_there(request: pytest.FixtureRequest) -> None:
    everywhere = request.config.pluginmanager.get_plugin(str(ROOT / "conftest.py"))
    assert everywhere is not None
    assert [name for name in everywhere.LONGEST if not (ROOT / name).exists()] == []
