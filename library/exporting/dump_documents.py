"""The documents in a dump: the data dictionary, the citation file and the licence."""

import json
from collections.abc import Sequence

from library.exporting.dump_tables import Table

ABOUT = (
    "Long conversations about AI, placed passage by passage between risk-forward and "
    "opportunity-forward."
)


def dictionary(tables: Sequence[Table], *, site_name: str) -> str:
    """Return the data dictionary as Markdown."""
    parts = [
        f"# {site_name}: data dictionary",
        f"{ABOUT} A position shows what a conversation emphasises, not who is right.",
        "Each table is available as CSV and as JSON Lines, in UTF-8. In CSV, lists and objects are "
        "JSON, and a text that a spreadsheet would run as a formula starts with an apostrophe; "
        "JSON Lines has the unchanged text. `transcripts/` contains transcripts that may be "
        "republished, as Podcasting 2.0 JSON. Verify the files with "
        "`sha256sum --check SHA256SUMS`.",
    ]
    for table in tables:
        parts.append(f"## {table.name}\n\n{table.meaning}")
        rows = [
            f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns
        ]
        parts.append("\n".join(["| column | type | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def citation(*, site_name: str, version: str, day: str, licence: str, address: str) -> str:
    """Return the citation file (CITATION.cff 1.2.0).

    Values are written as JSON strings, which are also valid YAML.
    """
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it with its version.",
        "type": "dataset",
        "title": f"{site_name}: positions of long conversations about AI",
        "version": version,
        "date-released": day,
        "license": licence,
        "url": address,
        "abstract": ABOUT,
    }
    lines = [f"{name}: {json.dumps(value)}" for name, value in fields.items() if value]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(site_name)}"]) + "\n"


def licence_text(*, site_name: str, licence: str) -> str:
    return (
        f"Positions, scores, lenses, assessments and the editors' texts of {site_name} are "
        f"licensed under {licence} (https://spdx.org/licenses/{licence}.html).\n\n"
        "The transcripts belong to the speakers and publishers. Their texts, in `segments` and "
        "`transcripts/`, are republished as the publishers allow: `text_licence` in `episodes` is "
        "the stated licence, or empty if none is stated. Where `text_may_be_shared` is false, the "
        "texts are left out.\n"
    )
