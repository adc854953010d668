"""Parse transcript files into cues, and write cues to files. This package does not use Django.

`read_transcript` detects the format of a file, parses it, repairs common errors and counts the
repairs.
"""

from library.captions.cue import Cue, Limits, ParsedTranscript, TranscriptError
from library.captions.read import read_transcript

__all__ = ["Cue", "Limits", "ParsedTranscript", "TranscriptError", "read_transcript"]
