"""What the documentation tells one to run or to read is there."""

import re
from pathlib import Path

import pytest

from essaim.config.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)


def _called(text: str) -> list[str]:
    """What stands behind ``bin/essaim`` in code, up to two words of it."""
    return [
        call for piece in CODE.findall(text) for call in re.findall(r"bin/essaim +([a-z][a-z-]*(?: +[a-z][a-z-]*)?)", piece)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_commands_are_commands(page: Path) -> None:
    wrong = []
    for call in _called(page.read_text()):
        words = tuple(call.split())
        if words[0] != "manage" and words not in COMMANDS and words[:1] not in COMMANDS:
            wrong.append(call)
    scripts = set(re.findall(r"(?<![\w/.])bin/([a-z0-9]+)\b", page.read_text()))
    assert not wrong
    assert not {name for name in scripts if not (ROOT / "bin" / name).exists()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", CODE.sub("", page.read_text()))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_a_decision_has_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert len(set(numbers)) == len(numbers)
    assert [page.name for page, n in zip(pages, numbers, strict=True) if not page.read_text().startswith(f"# {n}. ")] == []


def test_the_map_of_the_house_has_every_package_registry_and_slot() -> None:
    source, map_ = ROOT / "src" / "essaim", (ROOT / "docs" / "architecture.md").read_text()
    absent = [path.parent.name for path in source.glob("*/__init__.py") if not re.search(rf"`{path.parent.name}[`/]", map_)]
    for path in source.rglob("*.py"):
        for name in re.findall(r"^(\w+): Registry\[", path.read_text(), re.M):
            package, *_folders, module = path.relative_to(source).with_suffix("").parts
            # Called as those who add to it call it: by its module, or by the package's face; slots have a function for it.
            if not {f"`{package}.{module}.{name}`", f"`{package}.{name}`"} & set(CODE.findall(map_)) and name != "fillers":
                absent.append(f"{package}.{module}.{name}")
    slots = set(re.findall(r"slot\(\"([a-z.]+)\"", "".join(path.read_text() for path in source.rglob("*.html"))))
    assert not absent + sorted(slot for slot in slots if f"`{slot}`" not in map_)
