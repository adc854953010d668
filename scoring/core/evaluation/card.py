"""The figures of the model card, as Markdown made from the JSON of training and evaluation."""

from typing import Any

from scoring.core.evaluation.table import rows_of

BEGIN, END = "<!-- figures: made by write_model_card -->", "<!-- end of figures -->"


def figures_block(
    evaluation: dict[str, Any], training: dict[str, Any], in_context: dict[str, Any]
) -> str:
    """Return the block between the two marks, marks included.

    `in_context` are the figures of the scorer that reads passages together, on the same labels.
    """
    scorer, together = evaluation["scorer"], in_context["scorer"]
    lines = [
        BEGIN,
        "",
        f"Scorer `{scorer['name']}`, version `{scorer['version']}`; "
        f"`{together['name']}`, version `{together['version']}`.",
        "",
        *_held_out(evaluation, in_context),
        "",
        *_unseen([scorer["name"], together["name"]], training),
        "",
        END,
    ]
    return "\n".join(lines)


def _held_out(*evaluations: dict[str, Any]) -> list[str]:
    """Return a column for each evaluated scorer, then for the peers of the first."""
    first, peers = evaluations[0]["scorer"], evaluations[0]["peers"]
    everyone = [*(each["scorer"] for each in evaluations), *peers.values()]
    lines = [
        f"**Held-out labels**: {first['n']:,} segments of {first['episodes']} episodes, never "
        "trained on. In brackets 95 % bootstrap intervals, whole episodes drawn.",
        "",
        _row("", *(f"`{each['name']}`" for each in everyone)),
        _row("---", *("---" for _ in everyone)),
    ]
    for row in zip(*(rows_of(each) for each in everyone), strict=True):
        lines.append(_row(row[0][0], *(_cell(value, interval) for _, value, interval in row)))
    if "vader" in peers:
        times = [_times_vader(each["scorer"], each["peers"]) for each in evaluations]
        times += [_times_vader(peer, peers) for peer in peers.values()]
        lines.append(_row("Speed, times VADER's in the same run", *times))
    return lines


def _times_vader(scorer: dict[str, Any], peers: dict[str, Any]) -> str:
    speeds = (each["throughput"]["segments_per_second"] for each in (scorer, peers["vader"]))
    return f"{next(speeds) / next(speeds):.1f}"


def _unseen(names: list[str], training: dict[str, Any]) -> list[str]:
    rows = zip(rows_of(training), rows_of(training["in_context"]), strict=True)
    return [
        f"**Shows left out**: trained on all but some shows, measured on those, in turn; "
        f"{training['n']:,} segments of {training['episodes']} episodes of {training['shows']} "
        "shows. By these figures the method was chosen.",
        "",
        _row("", *(f"`{name}`" for name in names)),
        _row("---", *("---" for _ in names)),
        *(_row(row[0][0], *(_cell(value, interval) for _, value, interval in row)) for row in rows),
        "",
        f"The tables from here on are those of `{names[0]}`.",
        "",
        "**Bands** (shows left out): a line for each label, a column for each score.",
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
    """Return `document` with its figures replaced; ValueError when the marks are not there."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has no place for figures")
    return before + block + after
