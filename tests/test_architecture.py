"""The structure is a promise: imports run one way, files stay small, the core stays pure."""

import ast
from pathlib import Path

import pytest

from tests.paths import ROOT

SOURCES = [
    path
    for folder in ("config", "library", "scoring")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
PURE = (
    "scoring.core",
    "library.captions",
    "library.text.control_characters",
    "library.text.number_formats",
    "library.captions.quality_checks",
    "library.charts.band_shapes",
    "library.models.job_progress",
    "library.http.webhook_signature",
    "library.importing.rss_parser",
    "library.charts",
    "library.charts.time_axis",
    "library.http.connection_deadline",
    "library.exporting.parquet",
    "library.exporting.zip_archive",
    "library.http.byte_ranges",
    "library.captions.paragraphs",
    "library.exporting.tables",
    "library.text.excerpts",
    "library.search.narrowing",
    "library.text.highlighting",
    "library.text.xml",
    "library.search.query",
    "library.search.statements",
    "library.search.stop_words",
)
LEVELS = {
    0: PURE,
    1: (
        "library.db.prepared_querysets",
        "library.querysets",
        "library.job_querysets",
        "scoring.querysets",
        "scoring.topic_querysets",
    ),
    2: ("library.models",),
    3: ("scoring.models", "library.migrations", "scoring.migrations"),
    4: (
        "library.services.episodes",
        "library.services.jobs",
        "library.services.idempotency",
        "library.services.api_tokens",
        "library.http.safe_client",
        "library.importing.podcast_feeds",
        "library.importing.manifest",
        "library.monitoring.broker",
        "library.monitoring.worker_heartbeat",
        "library.monitoring.metrics",
        "library.db.slow_query_log",
        "library.services.catalogue",
        "library.services.errors",
        "library.search",
        "library.filters",
        "library.http.content_version",
        "library.http.client_address",
        "library.http.visitor_limits",
        "library.syndication.feed_generators",
        "library.services.webhooks",
        "scoring.selectors.published_figures",
    ),
    5: (
        "scoring.services.assessing",
        "scoring.curation.editorial_assessments",
        "scoring.installed_scorers",
        "scoring.language_model",
        "scoring.services.topic_index",
        "scoring.selectors.inverted_index",
        "scoring.selectors.mirror_picks",
        "scoring.selectors.answering_passages",
        "scoring.curation.reader_challenges",
        "scoring.curation.episode_edits",
        "scoring.curation.mirror_overrides",
        "scoring.selectors.quotes",
        "scoring.services.aggregation",
        "scoring.curation.transcript_edits",
        "scoring.curation.workflow",
    ),
    6: (
        "library.pages",
        "library.exporting.dumps",
        "library.pages.social_image",
        "library.pages.about.methodology",
        "library.monitoring.health",
        "library.checks",
        "library.tasks",
        "scoring.tasks",
        "scoring.job_handlers",
        "scoring.checks",
    ),
}
EDGE = 7
MAX_MODULE, MAX_FUNCTION, MAX_TEMPLATE = 250, 40, 120


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def level(name: str) -> int:
    fitting = [
        (len(prefix), number)
        for number, prefixes in LEVELS.items()
        for prefix in prefixes
        if name == prefix or name.startswith(prefix + ".")
    ]
    return max(fitting)[1] if fitting else EDGE


def imports(path: Path) -> list[str]:
    found: list[str] = []
    tree = ast.parse(path.read_text())
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_only_go_down(path: Path) -> None:
    name = module_name(path)
    for imported in imports(path):
        if imported.split(".")[0] in ("library", "scoring") and imported not in (
            "library",
            "scoring",
        ):
            assert level(imported) <= level(name), f"{name} imports {imported}"


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if level(module_name(path)) == 0], ids=module_name
)
def test_the_core_knows_no_django(path: Path) -> None:
    assert not [name for name in imports(path) if name.split(".")[0] in ("django", "celery")]


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    if path.name == "settings.py":
        assert len(text.splitlines()) <= 280
        return
    assert len(text.splitlines()) <= MAX_MODULE
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
