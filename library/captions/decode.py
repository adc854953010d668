"""From bytes to text: what is not text is refused by name."""

from library.captions.cue import Limits, TranscriptError

MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"ID3", "an audio file"),
    (b"RIFF", "an audio or video file"),
)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF16_EVIDENCE = 0.3
"""Share of NUL bytes from which a file without a byte order mark is taken for UTF-16."""


def decode(data: bytes, limits: Limits) -> str:
    """Return the text of a UTF-8 file with its line ends made `\\n`; TranscriptError otherwise."""
    if len(data) > limits.file_bytes:
        raise TranscriptError(
            f"is {len(data):,} bytes long; at most {limits.file_bytes:,} are taken"
        )
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise TranscriptError(f"is {name}, not a transcript")
    nuls = data[:4096].count(0)
    if data.startswith(UTF16) or nuls > UTF16_EVIDENCE * len(data[:4096]):
        raise TranscriptError("is UTF-16 text; save it as UTF-8")
    if b"\0" in data:
        place = data.index(b"\0")
        raise TranscriptError(f"is binary: it has a NUL byte at byte {place:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TranscriptError(f"is not UTF-8 at byte {error.start:,}", line=line) from None
    if not text.strip():
        raise TranscriptError("is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")
