"""Read a transcript file: decode it, detect its format, parse it and repair it."""

from collections.abc import Callable
from pathlib import PurePath

from library.captions.account import Account
from library.captions.cue import Cue, Limits, ParsedTranscript, TranscriptError
from library.captions.decode import decode
from library.captions.detect import format_of
from library.captions.json_formats import read_json
from library.captions.markup_files import read_html, read_xml
from library.captions.repair import repair
from library.captions.table import read_table
from library.captions.text import read_markdown, read_text
from library.captions.timed import read_sbv, read_srt, read_webvtt
from library.captions.word_file import is_word_file, text_of_word_file

READERS: dict[str, Callable[[str, Account], tuple[list[Cue], str]]] = {
    "webvtt": read_webvtt,
    "srt": read_srt,
    "sbv": read_sbv,
    "html": read_html,
    "table": read_table,
    "markdown": read_markdown,
    "text": read_text,
}
FAMILIES: dict[str, Callable[[str, Account], tuple[list[Cue], str, str]]] = {
    "json": read_json,
    "xml": read_xml,
}
"""Readers that each handle several formats and also return the name of the format."""
DEFAULT_LIMITS = Limits()


def read_transcript(
    data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS
) -> ParsedTranscript:
    """Parse the transcript in `data`; `name` is the file name, or '' for pasted text.

    Raises TranscriptError, with a one-line message that begins with the name, if the file cannot be
    read completely.
    """
    account = Account()
    try:
        cues, language, format_name = _parse(data, name, account, limits)
        repaired = repair(cues, account, limits)
    except TranscriptError as error:
        raise TranscriptError(f"{name or 'pasted text'}: {error}") from None
    repairs = {kind: count for kind, count in sorted(account.repairs.items()) if count}
    return ParsedTranscript(
        format_name, tuple(repaired), repairs, language, account.left_out, account
    )


def text_of(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> str:
    """Return the text of a file, or the paragraphs of a Word document. Raises TranscriptError.

    Parsing this text under the same file name produces the same cues.
    """
    if len(data) <= limits.file_bytes and is_word_file(data):
        return text_of_word_file(data, limits)
    return decode(data, limits)


def _parse(data: bytes, name: str, account: Account, limits: Limits) -> tuple[list[Cue], str, str]:
    """Return the cues, the language and the name of the format."""
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    if len(data) <= limits.file_bytes and is_word_file(data):
        text = text_of_word_file(data, limits)
        format_name = format_of(text, "docx")
        if format_name == "text":
            return *read_text(text, account), "docx"
    else:
        text = decode(data, limits)
        format_name = format_of(text, suffix)
    if format_name in FAMILIES:
        return FAMILIES[format_name](text, account)
    cues, language = READERS[format_name](text, account)
    return cues, language, format_name
