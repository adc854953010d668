"""What a dump says of itself: data dictionary, citation, licence."""

import json
from collections.abc import Sequence

from library.exporting.dump_tables import Table

ABOUT = (
    "Long conversations about AI, placed passage by passage between risk-forward and "
    "opportunity-forward."
)


def dictionary(tables: Sequence[Table], *, site_name: str) -> str:
    """Return the data dictionary, in Markdown."""
    parts = [
        f"# {site_name}: the data",
        f"{ABOUT} A position says what a conversation puts in the foreground; it does not say who "
        "is right.",
        "Each table is there as CSV and as JSON Lines, in UTF-8. In CSV, lists and objects are "
        "JSON, and a text that a spreadsheet would run as a formula has an apostrophe before it; "
        "JSON Lines holds it as it is. `transcripts/` holds the words, as Podcasting 2.0 JSON, of "
        "those episodes whose publishers let them be given on. `SHA256SUMS` is read by "
        "`sha256sum --check`.",
    ]
    for table in tables:
        parts.append(f"## {table.name}\n\n{table.meaning}")
        rows = [f"| `{one.name}` | {one.kind} | {one.meaning} |" for one in table.columns]
        parts.append("\n".join(["| column | what | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def citation(*, site_name: str, version: str, day: str, licence: str, address: str) -> str:
    """Return CITATION.cff, format 1.2.0; each value in quotes, which YAML takes from JSON."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it, with its version.",
        "type": "dataset",
        "title": f"{site_name}: positions of long conversations about AI",
        "version": version,
        "date-released": day,
        "license": licence,
        "url": address,
        "abstract": ABOUT,
    }
    lines = [f"{name}: {json.dumps(value)}" for name, value in said.items() if value]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(site_name)}"]) + "\n"


def licence_text(*, site_name: str, licence: str) -> str:
    return (
        f"Positions, scores, lenses, assessments and the texts of the editors of {site_name} are "
        f"given under {licence} (https://spdx.org/licenses/{licence}.html).\n\n"
        "What is said in the conversations belongs to those who said and published it. Their "
        "words, in `segments` and `transcripts/`, are given on as their publishers allow: "
        "`text_licence` in `episodes` is the licence that each states, and empty where none is "
        "stated. Where `text_may_be_shared` is false, their words are left out.\n"
    )
