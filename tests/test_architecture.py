"""Imports go one way and have no cycles; files are small; plain modules do not import Django."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.paths import ROOT

PLAIN = 0
LEVELS = {
    # Plain Python: no Django, no clock, no settings.
    "scoring/core": PLAIN,
    "library/captions": PLAIN,
    "library/charts": PLAIN,
    "library/search/query": PLAIN,
    "library/text": PLAIN,
    # Django, but nothing of this library.
    "library/db": 1,
    "library/http": 1,
    "library/monitoring": 1,
    # Rows, with their querysets.
    "library/models": 2,
    "scoring/models": 3,
    "library/migrations": 3,
    "scoring/migrations": 3,
    # Writes, one transaction each, and reads that span several querysets.
    "library/services": 4,
    "library/importing": 4,
    "library/search": 4,
    "scoring/services": 5,
    "scoring/curation": 5,
    "scoring/language_model": 5,
    "scoring/selectors": 5,
    # What a page or a file shows; what a worker does.
    "library/exporting": 6,
    "library/pages": 6,
    "library": 6,
    "scoring": 6,
    # The edges: fetch, call, respond.
    "config": 7,
    "library/admin": 7,
    "library/agents": 7,
    "library/api": 7,
    "library/management": 7,
    "library/syndication": 7,
    "library/templatetags": 7,
    "library/views": 7,
    "scoring/admin": 7,
    "scoring/management": 7,
    "scoring/templatetags": 7,
}
"""From folder to level, with the folders inside it. `library` and `scoring` stand for the modules
at their root alone."""
EXCEPTIONS = {
    "config/version.py": PLAIN,
    "library/exporting/parquet.py": PLAIN,
    "library/exporting/tables.py": PLAIN,
    "library/exporting/zip_archive.py": PLAIN,
    "library/http/byte_ranges.py": PLAIN,
    "library/http/connection_deadline.py": PLAIN,
    "library/http/webhook_signature.py": PLAIN,
    "library/importing/rss_parser.py": PLAIN,
    "library/models/job_progress.py": PLAIN,
    "library/urls.py": 7,
}
"""Single files of another level than their folder."""
APPS = ("library", "scoring")
MAX_EXCEPTIONS, MAX_AT_ROOT = 10, 12
MAX_MODULE, MAX_SETTINGS, MAX_FUNCTION, MAX_TEMPLATE = 250, 280, 40, 120


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {
    module_name(path): path
    for folder in ("config", *APPS)
    for path in sorted((ROOT / folder).rglob("*.py"))
}
WRITTEN = {name: path for name, path in MODULES.items() if path.name != "0001_initial.py"}


def level(name: str) -> int:
    """Return the level of a module; raises LookupError for one in a folder without a level."""
    path = MODULES[name].relative_to(ROOT)
    if path.as_posix() in EXCEPTIONS:
        return EXCEPTIONS[path.as_posix()]
    for folder in path.parents:
        if folder.as_posix() in LEVELS and (folder == path.parent or folder.name not in APPS):
            return LEVELS[folder.as_posix()]
    raise LookupError(f"{path} is in no level: add its folder to LEVELS")


def imports(name: str) -> set[str]:
    """Return the imports of a module, also in functions and for types; our own by module."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{name}: relative import"
            assert not node.level, f"{name}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                imported.add(whole if whole in MODULES else node.module)
    return imported


@pytest.mark.parametrize("name", MODULES)
def test_imports_only_go_down(name: str) -> None:
    upward = [each for each in imports(name) & MODULES.keys() if level(each) > level(name)]
    assert not upward, f"{name} imports {upward}"


def test_imports_have_no_cycle() -> None:
    graph = {name: imports(name) & MODULES.keys() - {name} for name in MODULES}
    assert list(TopologicalSorter(graph).static_order())


def test_every_level_exists() -> None:
    assert not [path for path in (*LEVELS, *EXCEPTIONS) if not (ROOT / path).exists()]
    assert len(EXCEPTIONS) <= MAX_EXCEPTIONS


def test_the_architecture_map_has_every_folder_and_only_existing_paths() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:config|library|scoring)(?:/[\w.]+)*)`", text))
    assert not [path for path in named if not (ROOT / path).exists()]
    assert not [
        path for path in LEVELS if "/" in path and "migrations" not in path and path not in named
    ]


@pytest.mark.parametrize("name", [name for name in MODULES if level(name) == PLAIN])
def test_plain_modules_import_no_django(name: str) -> None:
    assert not [each for each in imports(name) if each.split(".")[0] in ("django", "celery")]


@pytest.mark.parametrize("app", APPS)
def test_few_modules_are_at_the_root_of_an_app(app: str) -> None:
    assert len(list((ROOT / app).glob("*.py"))) <= MAX_AT_ROOT


@pytest.mark.parametrize("name", WRITTEN)
def test_modules_and_functions_stay_small(name: str) -> None:
    text = WRITTEN[name].read_text()
    most = MAX_SETTINGS if name == "config.settings" else MAX_MODULE
    assert len(text.splitlines()) <= most
    if name == "config.settings":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION, node.name


def test_templates_stay_small_and_carry_no_inline_style_or_script() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert len(text.splitlines()) <= MAX_TEMPLATE, path
        assert " style=" not in text, path
        assert "<script>" not in text, path
        assert "onclick" not in text, path
