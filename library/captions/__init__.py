"""Parse transcript files into cues, and write cues as files. Plain Python.

`read_transcript` detects the format from the content, parses the file, repairs it and counts the
repairs.
"""

from library.captions.cue import Cue, Limits, ParsedTranscript, TranscriptError
from library.captions.read import read_transcript

__all__ = ["Cue", "Limits", "ParsedTranscript", "TranscriptError", "read_transcript"]
