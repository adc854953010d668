"""Decode text files, and reject other file types with an error that names the type."""

import re

from library.captions.cue import Limits, TranscriptError

MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document, such as .doc; save it as .docx or text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "an audio file"),
    (b"\xff\xfb", "an audio file (MP3)"),
    (b"\xff\xf3", "an audio file (MP3)"),
    (b"\xff\xf1", "an audio file (AAC)"),
    (b"\xff\xf9", "an audio file (AAC)"),
    (b"OggS", "an audio file (Ogg)"),
    (b"fLaC", "an audio file (FLAC)"),
    (b"FORM", "an audio file (AIFF)"),
    (b"#!AMR", "an audio file (AMR)"),
    (b"caff", "an audio file (CAF)"),
    (b"0&\xb2u\x8ef\xcf\x11", "an audio or video file (WMA, WMV)"),
    (b"\x1aE\xdf\xa3", "a video file (Matroska or WebM)"),
    (b"FLV\x01", "a video file (Flash)"),
    (b"\x00\x00\x01\xba", "a video file (MPEG)"),
    (b"RIFF", "an audio or video file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"bplist", "a binary property list"),
)
_MP4 = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
"""Possible types of the first box of MP4, M4A and QuickTime files, after its four-byte length."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF16_EVIDENCE = 0.3
"""Share of NUL bytes above which a file without a byte order mark is treated as UTF-16."""


def check_kind(data: bytes, limits: Limits) -> None:
    """Raise TranscriptError if the file is too large or its type is known to be unsupported."""
    if len(data) > limits.file_bytes:
        raise TranscriptError(
            f"the file has {len(data):,} bytes; the maximum is {limits.file_bytes:,}"
        )
    if data[4:8] in _MP4 and b"\0" in data[:4]:
        raise TranscriptError("this is an audio or video file (MP4, M4A), not a transcript")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise TranscriptError(f"this is {name}, not a transcript")


def decode(data: bytes, limits: Limits) -> str:
    """Decode a UTF-8 file and return its text with Unix line endings. Raises TranscriptError."""
    check_kind(data, limits)
    nuls = data[:4096].count(0)
    if data.startswith(UTF16) or nuls > UTF16_EVIDENCE * len(data[:4096]):
        raise TranscriptError("the text is UTF-16; save the file as UTF-8")
    if b"\0" in data:
        offset = data.index(b"\0")
        raise TranscriptError(f"this is a binary file: byte {offset:,} is NUL")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TranscriptError(
            f"byte {error.start:,} is not valid UTF-8; save the file as UTF-8", line=line
        ) from None
    if not text.strip():
        raise TranscriptError("the file is empty")
    # A line ends with two carriage returns if its ending was converted twice.
    return re.sub(r"\r{1,2}\n|\r", "\n", text)
