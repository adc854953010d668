"""The columns of the segments and their documentation."""

from library.exporting.segment_table import COLUMNS
from tests.paths import ROOT


def test_docs_list_every_column_with_its_meaning() -> None:
    text = (ROOT / "docs" / "data.md").read_text().replace("−", "-")

    assert [
        column.name for column in COLUMNS if f"| `{column.name}` | {column.meaning} |" not in text
    ] == []
