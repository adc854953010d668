"""Format evaluation results as a plain-text table."""

from collections.abc import Sequence
from typing import Any

ROWS = [
    ("Pearson r", "segment", "pearson"),
    ("Spearman rho", "segment", "spearman"),
    ("Mean absolute error", "segment", "mae"),
    ("Macro-F1 of bands", "bands", "macro_f1"),
    ("Lens accuracy", "lens", "accuracy"),
    ("Episode r", "episode", "pearson"),
    ("Episode rho", "episode", "spearman"),
    ("Episode mean absolute error", "episode", "mae"),
]
_INTERVALS = {
    ("bands", "macro_f1"): "macro_f1",
    ("lens", "accuracy"): "lens_accuracy",
    ("episode", "pearson"): "episode_pearson",
    ("episode", "spearman"): "episode_spearman",
    ("episode", "mae"): "episode_mae",
}


def rows_of(figures: dict[str, Any]) -> list[tuple[str, float | None, list[float] | None]]:
    """Return the name, value and 95 % interval of each metric; missing numbers are None."""
    intervals = figures.get("intervals", {})
    return [
        (title, figures[group][name], intervals.get(_INTERVALS.get((group, name), name)))
        for title, group, name in ROWS
    ]


def table_of(scorers: Sequence[Any]) -> str:
    """Return a table with one column per scorer, followed by details of the first scorer."""
    first = scorers[0]
    lines = [f"{first['n']} labelled segments of {first['episodes']} episodes", ""]
    lines.append("".join([" " * 28, *(f"{s['name']:>26}" for s in scorers)]))
    for line in zip(*(rows_of(scorer) for scorer in scorers), strict=True):
        lines.append("".join([f"{line[0][0]:<28}", *(f"{_cell(v, i):>26}" for _, v, i in line)]))
    speed = [scorer["throughput"]["segments_per_second"] for scorer in scorers]
    lines.append(
        "".join([f"{'Segments per second':<28}", *(f"{value:>26,.0f}" for value in speed)])
    )
    lines += ["", f"Bands of {first['name']}: rows are labels, columns are scores"]
    confusion = first["bands"]["confusion"]
    lines.append("".join([" " * 22, *(f"{band:>22}" for band in confusion)]))
    for band, row in confusion.items():
        lines.append("".join([f"{band:<22}", *(f"{count:>22}" for count in row.values())]))
    lines += _pair_lines(first)
    lines += ["", "Mean score and mean label per tenth of the scores"]
    lines.append("  ".join(f"{d['score']:+.0f}/{d['label']:+.0f}" for d in first["calibration"]))
    return "\n".join(lines)


def _pair_lines(figures: dict[str, Any]) -> list[str]:
    pairs = figures.get("pairs")
    if pairs is None:
        return []
    lines = ["", f"Stance pairs ordered correctly: {pairs['ordered']} of {pairs['of']}"]
    lines += [
        f"  device {device:<18}{counts['ordered']:>5} of {counts['of']}"
        for device, counts in pairs["by_device"].items()
    ]
    shares = (("Correct side of 0", "signs"), ("Zeros outside mixed", "zeros_outside_mixed"))
    return lines + [f"{title}: {_cell(pairs[name], None)}" for title, name in shares]


def pairs_rows(scorers: Sequence[Any]) -> list[tuple[str, list[str]]]:
    """Return a row for each metric of stance pairs: its title, and one cell per scorer."""
    pairs = [scorer["pairs"] for scorer in scorers]
    rows = [
        ("Pairs ordered correctly", [share_of(each["ordered"], each["of"]) for each in pairs]),
        ("Passages on the correct side of 0", [_percent(each["signs"]) for each in pairs]),
        (
            "Neutral passages outside the mixed band",
            [_percent(each["zeros_outside_mixed"]) for each in pairs],
        ),
    ]
    for device in pairs[0]["by_device"]:
        counts = [each["by_device"][device] for each in pairs]
        rows.append(
            (
                f"Ordered correctly, device {device}",
                [share_of(d["ordered"], d["of"]) for d in counts],
            )
        )
    return rows


def share_of(number: int, of: int) -> str:
    return f"{number} of {of} ({100 * number / of:.0f} %)" if of else "none"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f} %"


def _cell(value: float | None, interval: list[float] | None) -> str:
    if value is None:
        return "none"
    return f"{value:.3f}" + (f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else "")
