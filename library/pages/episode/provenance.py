"""The provenance line of a transcript."""

from library.models import Transcript
from library.text.number_formats import clock, thousands


def provenance_of(transcript: Transcript) -> list[str]:
    """Return the items of the provenance line, without those that are unknown."""
    singular, plural = (
        ("caption", "captions") if transcript.is_timed else ("block of text", "blocks of text")
    )
    cues = singular if transcript.cue_count == 1 else plural
    parts = [
        transcript.get_kind_display(),
        f"video {transcript.video_id}" if transcript.video_id else "",
        f"file {transcript.source_name}" if transcript.source_name else "",
        f"stored {transcript.stored_at:%-d %b %Y}",
        f"language {transcript.language}" if transcript.language else "",
        f"{thousands(transcript.cue_count)} {cues}",
        f"{thousands(transcript.word_count)} words",
        clock(transcript.duration) if transcript.duration is not None else "no timestamps",
    ]
    return [part for part in parts if part]


def file_name(transcript: Transcript, ending: str) -> str:
    """Return a file name for a download: slug, kind, start of the checksum and `ending`."""
    return f"{transcript.episode.slug}.{transcript.kind}.{transcript.checksum[:8]}.{ending}"
