"""Read tables with a header row and columns separated by tabs, commas, semicolons or pipes."""

import csv
import io

from library.captions.account import Account
from library.captions.cue import Cue, TranscriptError
from library.captions.row_labels import spoken_rows
from library.captions.rows import TEXT, cues_of, first, plain_keys


def read_table(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of a table whose first line contains the column names."""
    head = text.lstrip("\ufeff\n \t").partition("\n")[0]
    mark = max("\t,;|", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff\n"), newline=""), delimiter=mark)
    try:
        rows = [{key: value for key, value in row.items() if key} for row in reader]
    except csv.Error as error:
        raise TranscriptError(f"invalid table: {error}", line=reader.line_num) from None
    if not rows or not first(plain_keys(rows[0]), TEXT[:-1])[0]:
        raise TranscriptError("the table has no column for the text, such as “text”")
    return spoken_rows(cues_of(rows), account), ""
