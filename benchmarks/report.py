"""Write report.json, report.md and the tables in README.md and docs/deploy.md.

A single benchmark updates its own part only; each part has its own commit.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Measured
from benchmarks.machine import commit, machine
from benchmarks.sizing import sizing

FOLDER = Path(__file__).resolve().parent
JSON, MARKDOWN = FOLDER / "report.json", FOLDER / "report.md"
README, DEPLOY = FOLDER.parent / "README.md", FOLDER.parent / "docs" / "deploy.md"
BEGIN, END = "<!-- figures: made by make bench -->", "<!-- end of figures -->"
HEAD = """# Benchmarks

Made by `make bench`. Each figure is a ratio, of two things measured in one run or of one thing to a
stated bound, such as one second. Where brackets follow, the two were timed by turns: the figure is
the median of the pairs, and the brackets hold their quartiles. Seconds are for orientation only.
"""


def update_report(name: str, measured: Measured) -> None:
    """Store the result of benchmark `name` in all files, next to earlier results."""
    previous = json.loads(JSON.read_text()) if JSON.exists() else {"details": {}}
    report = merged(previous, name, measured, {"machine": machine(), "commit": commit()})
    JSON.write_text(json.dumps(report, indent=1) + "\n")
    MARKDOWN.write_text(as_markdown(report))
    README.write_text(with_figures(README.read_text(), report))
    if {"memory", "size"} <= set(report["details"]):
        DEPLOY.write_text(with_sizing(DEPLOY.read_text(), report))


def merged(
    previous: Mapping[str, Any], name: str, measured: Measured, header: Mapping[str, Any]
) -> dict[str, Any]:
    details = {**previous["details"], name: _details(measured, header["commit"])}
    ratios = {
        figure: values["value"]
        for part in details.values()
        for figure, values in part["figures"].items()
    }
    return {**header, "ratios": ratios, "details": dict(sorted(details.items()))}


def _details(measured: Measured, commit: str) -> dict[str, Any]:
    return {
        "title": measured.title,
        "commit": commit,
        "figures": {
            figure.name: {
                **figure.details,
                "value": figure.value,
                "wanted": figure.bound,
                "says": figure.description,
            }
            for figure in measured.figures
        },
        "rows": list(measured.rows),
        "note": measured.note,
    }


def as_markdown(report: Mapping[str, Any]) -> str:
    lines = [HEAD, "On " + ", ".join(map(str, report["machine"].values())) + "."]
    for name, part in report["details"].items():
        lines += ["", f"## {part['title']}", ""]
        lines += [f"`make bench ONLY={name}`, at commit `{part['commit']}`."]
        if part["figures"]:
            lines += ["", "| figure | ratio | wanted | what it compares |", "|---|---|---|---|"]
        for figure, values in part["figures"].items():
            spread = f" [{values['low']:.2f} to {values['high']:.2f}]" if "low" in values else ""
            value = f"{values['value']:g}{spread}"
            lines.append(f"| `{figure}` | {value} | {values['wanted']} | {values['says']} |")
        lines += _table(part["rows"])
        lines += ["", part["note"]] if part["note"] else []
    return "\n".join(lines) + "\n"


def with_figures(text: str, report: Mapping[str, Any]) -> str:
    """Return `text` with a table of the bounded figures between its markers."""
    rows = [
        {"what": values["says"], "ratio": f"{values['value']:.3g}", "wanted": values["wanted"]}
        for part in report["details"].values()
        for values in part["figures"].values()
        if values["wanted"]
    ]
    return _between_marks(text, rows)


def with_sizing(text: str, report: Mapping[str, Any]) -> str:
    """Return `text` with the sizing table between its markers."""
    return _between_marks(text, sizing(report))


def _between_marks(text: str, rows: Sequence[Mapping[str, object]]) -> str:
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has no markers for figures")
    return "\n".join([before + BEGIN, *_table(rows), "", END + after])


def _table(rows: Sequence[Mapping[str, object]]) -> list[str]:
    if not rows:
        return []
    names = list(rows[0])
    return [
        "",
        "| " + " | ".join(names) + " |",
        "|" + "---|" * len(names),
        *("| " + " | ".join(str(row.get(name, "")) for name in names) + " |" for row in rows),
    ]
