"""Word documents (.docx): their paragraphs as the lines of a plain text.

python-docx and mammoth were tried: both read the whole document into objects and neither limits
how much a ZIP archive unpacks to, so the one file that holds the words is read here.
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
"""Files in the archive above which it is no document."""


def is_word_file(data: bytes) -> bool:
    """Whether these are the bytes of a ZIP archive with the body of a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def text_of_word_file(data: bytes, limits: Limits) -> str:
    """Return the paragraphs of the document, a blank line after each; TranscriptError if broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = _body(archive, limits)
        root = ET.fromstring(xml)  # noqa: S314  (document types are refused in _body)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise TranscriptError("is a broken Word document (.docx)") from None
    except (ET.ParseError, ValueError, LookupError):
        raise TranscriptError("is a Word document (.docx) whose text is broken XML") from None
    return "\n\n".join(_paragraphs(root))


def _body(archive: zipfile.ZipFile, limits: Limits) -> bytes:
    names = archive.namelist()
    if len(names) > PARTS or _BODY not in names:
        raise TranscriptError("is a ZIP archive, not a Word document (.docx)")
    with archive.open(_BODY) as file:
        xml = file.read(limits.file_bytes + 1)
    if len(xml) > limits.file_bytes:
        raise TranscriptError(f"has more text than the limit of {limits.file_bytes:,} bytes")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", xml) or b"\0" in xml:
        raise TranscriptError("is a Word document (.docx) that declares a document type")
    return xml


def _local(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _remove_fallbacks(root: ET.Element) -> None:
    """Remove the second copies of text boxes, which older programs show instead of the first."""
    for node in list(root.iter()):
        if _local(node) == "AlternateContent":
            node[:] = [child for child in node if _local(child) != "Fallback"]


def _paragraphs(root: ET.Element) -> Iterator[str]:
    """Yield the text of each paragraph, with its own line breaks and tabs."""
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
