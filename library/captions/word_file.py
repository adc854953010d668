"""Read Word documents (.docx) as plain text, with a blank line between paragraphs.

python-docx and mammoth load the whole document and do not limit the unpacked size of a ZIP archive.
This module therefore reads only the file that contains the text, and limits its size.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator

from library.captions.cue import Limits, TranscriptError

_BODY = "word/document.xml"
PARTS = 2_000
"""Maximum number of files in the archive."""


def is_word_file(data: bytes) -> bool:
    """Return whether the bytes are a ZIP archive that contains a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def text_of_word_file(data: bytes, limits: Limits) -> str:
    """Return the paragraphs, separated by blank lines.

    Raises TranscriptError if the document is invalid or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = _body(archive, limits)
        root = ET.fromstring(xml)  # noqa: S314  (document types are refused in _body)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise TranscriptError("this Word document (.docx) is invalid") from None
    except (ET.ParseError, ValueError, LookupError):
        raise TranscriptError("this Word document (.docx) contains invalid XML") from None
    return "\n\n".join(_paragraphs(root))


def _body(archive: zipfile.ZipFile, limits: Limits) -> bytes:
    names = archive.namelist()
    if len(names) > PARTS or _BODY not in names:
        raise TranscriptError("this is a ZIP archive, not a Word document (.docx)")
    with archive.open(_BODY) as file:
        xml = file.read(limits.file_bytes + 1)
    if len(xml) > limits.file_bytes:
        raise TranscriptError(
            f"the document contains more than {limits.file_bytes:,} bytes of text"
        )
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", xml) or b"\0" in xml:
        raise TranscriptError(
            "Word documents (.docx) with a document type declaration are not supported"
        )
    return xml


def _local(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _remove_fallbacks(root: ET.Element) -> None:
    """Remove the duplicate text boxes that Word adds for older programs."""
    for node in list(root.iter()):
        if _local(node) == "AlternateContent":
            node[:] = [child for child in node if _local(child) != "Fallback"]


def _paragraphs(root: ET.Element) -> Iterator[str]:
    """Yield the text of each paragraph, with line breaks and tabs."""
    parts: list[str] = []
    _remove_fallbacks(root)
    for node in root.iter():
        name = _local(node)
        if name == "p":
            if parts:
                yield "".join(parts)
            parts = []
        elif name == "t":
            parts.append(node.text or "")
        elif name == "tab" and not node.attrib:
            parts.append("\t")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
    if parts:
        yield "".join(parts)
