"""Tables for the model card, generated from training and evaluation results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.core import about_ai, confidence, ensemble, in_context, position
from scoring.core.evaluation.table import pairs_rows, rows_of, share_of

BEGIN, END = "<!-- figures: made by write_model_card -->", "<!-- end of figures -->"
CONSTANTS_BEGIN = "<!-- constants: made by write_model_card -->"
CONSTANTS_END = "<!-- end of constants -->"
CONSTANTS = (
    (position, ("STRETCH", "PRIOR", "MIN_ON_TOPIC", "BOTH_SIDES", "LITTLE_CHARGE")),
    (position, ("MARGIN", "MARGIN_BY_HALVES", "MARGIN_BY_FEW", "MARGIN_BY_MIXTURE")),
    (position, ("MIN_HALF", "UNKNOWN_HALVES")),
    (confidence, ("MIN_HIGH", "MIN_MEDIUM", "MAX_HIGH", "MAX_MEDIUM")),
    (
        ensemble,
        (
            "ENCODER",
            "LINEAR",
            "OWN",
            "OTHERS",
            "NEAR",
            "RISK",
            "NEIGHBOURS",
            "MIN_OWN",
            "MAX_MIXED",
        ),
    ),
    (about_ai, ("OFF_TOPIC", "HARDLY_ABOUT", "MIN_NEAR", "MIN_PASSAGES")),
    (in_context, ("OWN", "PULL")),
)
POSITION_ROWS = (
    ("Pearson r", "pearson"),
    ("Spearman rho", "spearman"),
    ("Mean absolute error", "mae"),
    ("Macro-F1 of bands", "macro_f1"),
    ("90 % intervals containing the label", "coverage_90"),
    ("Mean width of the interval", "mean_width"),
    ("Share of mixed positions", "mixed_share"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The results for the model card, as parsed JSON; missing results are empty.

    `evaluations` contains the results of each learned scorer on held-out labels; the first
    item also includes the comparison scorers. `training` contains the results on held-out shows,
    `positions` the output of `evaluate_positions` by data set, and `pairs` the outputs of
    `evaluate_scorer` on stance pairs.
    """

    evaluations: Sequence[dict[str, Any]]
    training: dict[str, Any]
    positions: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    pairs: Sequence[dict[str, Any]] = ()


def figures_block(measured: Measured) -> str:
    """Return the generated block of metrics; sections without results are left out."""
    scorers = [each["scorer"] for each in measured.evaluations]
    names = [f"`{each['name']}`, version `{each['version']}`" for each in scorers]
    sections = [
        [f"Measured: {'; '.join(names)}."],
        _positions(measured.positions),
        _pairs(measured.pairs),
        _held_out(*measured.evaluations),
        _unseen(measured.training),
    ]
    lines = [line for section in sections if section for line in ["", *section]]
    return "\n".join([BEGIN, *lines, "", END])


def constants_block() -> str:
    """Return the generated block with the constants of the scoring rules and their values."""
    rows = [
        _row(f"`{module.__name__}.{name}`", f"{getattr(module, name):g}")
        for module, names in CONSTANTS
        for name in names
    ]
    lines = [CONSTANTS_BEGIN, "", _row("constant", "value"), _row("---", "---"), *rows, ""]
    return "\n".join([*lines, CONSTANTS_END])


def _positions(measured: Mapping[str, dict[str, Any]]) -> list[str]:
    """Return a table of position metrics, with one column per data set."""
    title = "**Positions of whole conversations**, against an annotator"
    if not measured:
        return []
    columns = list(measured.values())
    signs = [share_of(each["sign_errors"]["n"], each["sign_errors"]["of"]) for each in columns]
    lines = [
        f"{title}. Sign errors are counted for conversations labelled 25 points or more from 0.",
        "",
        _row("", *(f"{name}, `{each['scorer']['name']}`" for name, each in measured.items())),
        _row("---", *("---" for _ in columns)),
        _row("Version", *(f"`{each['scorer']['version']}`" for each in columns)),
        _row("Conversations, placed", *(f"{each['n']}, {each['placed']}" for each in columns)),
        *(_row(row, *(_cell(each[name], None) for each in columns)) for row, name in POSITION_ROWS),
        _row("Sign errors", *signs),
        _row("Charge, Pearson r", *(_cell(each["charge"]["pearson"], None) for each in columns)),
        _row("Lens accuracy", *(_cell(each["lens"]["accuracy"], None) for each in columns)),
    ]
    for level in ("low", "medium", "high"):
        rows = [each["by_confidence"].get(level) for each in columns]
        cells = [f"{row['mae']:.1f} (n = {row['n']})" if row else "none" for row in rows]
        lines.append(_row(f"Mean absolute error, {level} confidence", *cells))
    return lines


def _pairs(measured: Sequence[dict[str, Any]]) -> list[str]:
    """Return a table of results on stance pairs, with one column per scorer."""
    title = "**Stance pairs**: two passages with similar words that take opposite sides"
    if not measured:
        return []
    everyone = [*(each["scorer"] for each in measured), *measured[0]["peers"].values()]
    return [
        f"{title}. A random order is correct for half of the pairs.",
        "",
        _row("", *(f"`{each['name']}`" for each in everyone)),
        _row("---", *("---" for _ in everyone)),
        *(_row(row, *cells) for row, cells in pairs_rows(everyone)),
    ]


def _held_out(*evaluations: dict[str, Any]) -> list[str]:
    """Return a table of results on held-out labels, with one column per scorer."""
    first, peers = evaluations[0]["scorer"], evaluations[0]["peers"]
    everyone = [*(each["scorer"] for each in evaluations), *peers.values()]
    lines = [
        f"**Held-out labels**: {first['n']:,} segments of {first['episodes']} episodes, never "
        "trained on. In brackets: 95 % bootstrap intervals, resampled by episode.",
        "",
        _row("", *(f"`{each['name']}`" for each in everyone)),
        _row("---", *("---" for _ in everyone)),
    ]
    for row in zip(*(rows_of(each) for each in everyone), strict=True):
        lines.append(_row(row[0][0], *(_cell(value, interval) for _, value, interval in row)))
    if "vader" in peers:
        times = [_times_vader(each["scorer"], each["peers"]) for each in evaluations]
        times += [_times_vader(peer, peers) for peer in peers.values()]
        lines.append(_row("Speed relative to VADER in the same run", *times))
    return lines


def _times_vader(scorer: dict[str, Any], peers: dict[str, Any]) -> str:
    speeds = (each["throughput"]["segments_per_second"] for each in (scorer, peers["vader"]))
    return f"{next(speeds) / next(speeds):.2g}"


def _unseen(training: dict[str, Any]) -> list[str]:
    """Return tables of the linear scorer's results on held-out shows, with and without context."""
    names = ["stance", "stance-in-context"]
    rows = zip(rows_of(training), rows_of(training["in_context"]), strict=True)
    return [
        f"**Shows left out**: cross-validation, with whole shows held out; "
        f"{training['n']:,} segments of {training['episodes']} episodes of {training['shows']} "
        "shows. The method was chosen by these results.",
        "",
        _row("", *(f"`{name}`" for name in names)),
        _row("---", *("---" for _ in names)),
        *(_row(row[0][0], *(_cell(value, interval) for _, value, interval in row)) for row in rows),
        "",
        f"The following tables are for `{names[0]}`.",
        "",
        "**Bands** (shows left out): rows are labels, columns are scores.",
        "",
        *_confusion(training["bands"]["confusion"]),
        "",
        "**Calibration** (shows left out): mean score and mean label per tenth of the scores.",
        "",
        _row("score", *(f"{each['score']:.0f}" for each in training["calibration"])),
        _row("---", *("---" for _ in training["calibration"])),
        _row("label", *(f"{each['label']:.0f}" for each in training["calibration"])),
    ]


def _confusion(table: dict[str, dict[str, int]]) -> list[str]:
    return [
        _row("label \\ score", *table),
        _row("---", *("---" for _ in table)),
        *(_row(band, *map(str, row.values())) for band, row in table.items()),
    ]


def _cell(value: float | None, interval: list[float] | None) -> str:
    if value is None:
        return "none"
    digits = 1 if abs(value) > 1 else 3
    shown = f"{value:.{digits}f}"
    return f"{shown} [{interval[0]:.{digits}f}, {interval[1]:.{digits}f}]" if interval else shown


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def replace_block(document: str, block: str) -> str:
    """Return `document` with one generated block replaced.

    The first and last lines of `block` are its markers. Raises ValueError if `document` lacks them.
    """
    begin, end = block.splitlines()[0], block.splitlines()[-1]
    before, opened, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(f"the document has no block between {begin} and {end}")
    return before + block + after
