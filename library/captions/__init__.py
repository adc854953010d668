"""Transcripts in and out: captions and text become cues, and cues become files. Pure.

`read_transcript` tells the format by the content, parses, repairs and counts the repairs.
"""

from library.captions.cue import Cue, Limits, ParsedTranscript, TranscriptError
from library.captions.read import read_transcript

__all__ = ["Cue", "Limits", "ParsedTranscript", "TranscriptError", "read_transcript"]
