"""Read any transcript file: decode, tell the format, parse, repair."""

from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

from library.captions.cue import Cue, Limits, ParsedTranscript, TranscriptError
from library.captions.decode import decode
from library.captions.detect import format_of
from library.captions.repair import repair
from library.captions.structured import read_json3, read_podcast_json
from library.captions.text import read_markdown, read_text
from library.captions.timed import read_srt, read_webvtt

READERS: dict[str, Callable[[str, Counter[str]], tuple[list[Cue], str]]] = {
    "webvtt": read_webvtt,
    "srt": read_srt,
    "podcast-json": read_podcast_json,
    "json3": read_json3,
    "markdown": read_markdown,
    "text": read_text,
}
DEFAULT_LIMITS = Limits()


def read_transcript(
    data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS
) -> ParsedTranscript:
    """Return the transcript that `data` holds; `name` is the file's, '' for pasted text.

    Raises TranscriptError, one line that begins with the name, for anything that cannot be
    taken whole.
    """
    try:
        text = decode(data, limits)
        found = format_of(text, PurePath(name).suffix.lower().removeprefix("."))
        repairs: Counter[str] = Counter()
        cues, language = READERS[found](text, repairs)
        mended = repair(cues, repairs, limits)
    except TranscriptError as error:
        raise TranscriptError(f"{name or 'pasted text'}: {error}") from None
    counted = {kind: count for kind, count in sorted(repairs.items()) if count}
    return ParsedTranscript(found, tuple(mended), counted, language)
