"""The report: report.json for programs; report.md and tables of README and deploy.md, made of it.

A measurement that is run alone renews its own part; every part names the commit it was made on.
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


def renew(name: str, measured: Measured) -> None:
    """Put the outcome of measurement `name` into the files, beside what was measured before."""
    known = json.loads(JSON.read_text()) if JSON.exists() else {"details": {}}
    report = merged(known, name, measured, {"machine": machine(), "commit": commit()})
    JSON.write_text(json.dumps(report, indent=1) + "\n")
    MARKDOWN.write_text(as_markdown(report))
    README.write_text(with_figures(README.read_text(), report))
    if {"memory", "size"} <= set(report["details"]):
        DEPLOY.write_text(with_sizing(DEPLOY.read_text(), report))


def merged(
    known: Mapping[str, Any], name: str, measured: Measured, about: Mapping[str, Any]
) -> dict[str, Any]:
    details = {**known["details"], name: _details(measured, about["commit"])}
    ratios = {
        figure: found["value"]
        for part in details.values()
        for figure, found in part["figures"].items()
    }
    return {**about, "ratios": ratios, "details": dict(sorted(details.items()))}


def _details(measured: Measured, commit: str) -> dict[str, Any]:
    return {
        "title": measured.title,
        "commit": commit,
        "figures": {
            figure.name: {
                **figure.details,
                "value": figure.value,
                "wanted": figure.wanted,
                "says": figure.says,
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
        for figure, found in part["figures"].items():
            spread = f" [{found['low']:.2f} to {found['high']:.2f}]" if "low" in found else ""
            value = f"{found['value']:g}{spread}"
            lines.append(f"| `{figure}` | {value} | {found['wanted']} | {found['says']} |")
        lines += _table(part["rows"])
        lines += ["", part["note"]] if part["note"] else []
    return "\n".join(lines) + "\n"


def with_figures(text: str, report: Mapping[str, Any]) -> str:
    """Return `text` with every figure that has a bound as a table between its two marks."""
    rows = [
        {"what": found["says"], "ratio": f"{found['value']:.3g}", "wanted": found["wanted"]}
        for part in report["details"].values()
        for found in part["figures"].values()
        if found["wanted"]
    ]
    return _between_marks(text, rows)


def with_sizing(text: str, report: Mapping[str, Any]) -> str:
    """Return `text` with what machine a library needs as a table between its two marks."""
    return _between_marks(text, sizing(report))


def _between_marks(text: str, rows: Sequence[Mapping[str, object]]) -> str:
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has no place for figures")
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
