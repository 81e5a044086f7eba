"""What import-linter cannot see: string references upward, receivers, addresses that do not lead to their file."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "essaim"
# Lowest first; siblings share a number.
FLOORS = {
    "kernel": 0, "journal": 1, "ui": 1, "organisation": 2, "privacy": 3, "people": 4, "notifications": 5, "search": 5,
    "content": 6, "learning": 7, "conversations": 7, "announcements": 7, "accompaniment": 8, "adoption": 9,
    "home": 10, "integrations": 11, "config": 12,
}  # fmt: skip
PACKAGES = sorted(FLOORS)


def files(pattern: str) -> list[Path]:
    return [path for path in SOURCE.rglob(pattern) if "migrations" not in path.parts and "tests" not in path.parts]


def package(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def may_use(user: str, used: str) -> bool:
    return user == used or FLOORS[user] > FLOORS[used]


def test_every_package_has_a_floor() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(FLOORS)


@pytest.mark.parametrize("name", PACKAGES)
def test_foreign_keys_by_name_point_down(name: str) -> None:
    wrong = []
    for path in (SOURCE / name).rglob("models/*.py"):
        for used in re.findall(r'(?:ForeignKey|ManyToManyField|OneToOneField)\(\s*"(\w+)\.', path.read_text()):
            if used in FLOORS and not may_use(name, used):
                wrong.append(f"{path.name}: {used}")
    assert not wrong


@pytest.mark.parametrize("name", PACKAGES)
def test_templates_include_only_what_stands_below(name: str) -> None:
    wrong = []
    for path in (path for path in (SOURCE / name).rglob("*.html") if "templates" in path.parts):
        for used in re.findall(r'{%-?\s*(?:include|extends|import|from)\s+"(\w+)/', path.read_text()):
            if used in FLOORS and not may_use(name, used):
                wrong.append(f"{path.name}: {used}")
    assert not wrong


def test_no_domain_logic_hangs_on_django_signals() -> None:
    users = {
        str(path.relative_to(SOURCE))
        for path in files("*.py")
        if re.search(r"@receiver|(?:pre|post)_(?:save|delete)\.connect|m2m_changed", path.read_text())
    }
    assert not users, "events of the journal, not Django signals"


def _views(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _views(entry, route)
        elif isinstance(entry, URLPattern):
            callback = getattr(entry.callback, "view_class", entry.callback)
            found.append((route, callback.__module__))
    return found


OTHERS = ("admin/", "documents/")
# Addresses whose names are agreed upon elsewhere: views of config.
OF_THE_INSTALLATION = {"healthz", "readyz", "metrics", "sw.js", "offline"}


def test_an_address_leads_to_its_file() -> None:
    """First segment = package, second segment = the view's file (singular or plural, - for _)."""
    wrong = []
    for route, module in _views(get_resolver()):
        if route.startswith(OTHERS):
            continue
        if route.startswith("api/"):
            # The API's operations are in the rest.py of their domains; one package mounts them all.
            if not module.startswith("essaim.integrations.rest."):
                wrong.append(f"/{route} is served by {module}")
            continue
        parts = [part for part in re.sub(r"<[^>]*>", "", route).strip("^$/").split("/") if part]
        if parts[:1] and parts[0] in OF_THE_INSTALLATION:
            parts = ["config", parts[0].removesuffix(".js")]
        owner = parts[0] if parts else "home"
        expected = f"essaim.{owner}.views"
        if not module.startswith(expected):
            wrong.append(f"/{route} is served by {module}, not by {expected}")
            continue
        if len(parts) > 1 and module.removeprefix(expected + ".").split(".")[0] != parts[1].replace("-", "_"):
            wrong.append(f"/{route} is served by {module}: expected the file {parts[1].replace('-', '_')}.py")
    assert not wrong, "\n".join(wrong)


def _names_used(path: Path) -> set[str]:
    return set(re.findall(r'["\']((?:[a-z_]+/)[\w/-]+\.(?:html|txt))["\']', path.read_text()))


def test_no_template_is_unused() -> None:
    used = set().union(*(_names_used(path) for path in [*files("*.py"), *files("*.html")]))
    unused = {
        str(path).rpartition("/templates/")[2]
        for path in files("*.html")
        if "templates" in path.parts and "static" not in path.parts
    } - used
    assert not unused


def test_no_macro_and_no_import_of_a_template_is_unused() -> None:
    texts = {path: path.read_text() for path in files("*.html")}
    macros = [(path, name) for path, text in texts.items() for name in re.findall(r"{%-?\s*macro\s+(\w+)", text)]
    everywhere = "\n".join(texts.values())
    unused = [f"{path.name}: macro {name}" for path, name in macros if len(re.findall(rf"\b{name}\b", everywhere)) < 2]
    for path, text in texts.items():
        for names in re.findall(r"\bimport ([\w, ]+?)(?: with context)? *-?%}", text):
            unused += [f"{path.name}: import {n}" for n in names.split(", ") if len(re.findall(rf"\b{n}\b", text)) < 2]
    assert not unused


# Set by htmx while it waits.
OF_LIBRARIES = {"htmx-request"}


def test_no_class_of_a_style_sheet_is_unused() -> None:
    words = set(
        re.findall(r"[\w-]+", "\n".join(path.read_text() for kind in ("*.html", "*.py", "*.js") for path in files(kind)))
    )
    unused = []
    for path in files("*.css"):
        sheet = re.sub(r'/\*.*?\*/|url\([^)]*\)|"[^"]*"', "", path.read_text(), flags=re.S)
        selectors = " ".join(re.findall(r"[^{}]+(?={)", sheet))
        unused += [
            f"{path.name}: .{name}" for name in sorted(set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors)) - words - OF_LIBRARIES)
        ]
    assert not unused


def test_views_do_not_write() -> None:
    """A view that saves a model has a rule that the command line and the API do not have."""
    writes = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    wrong = []
    for path in files("views/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes:
                wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno} .{node.func.attr}()")
    assert not wrong
