"""Word documents: paragraphs as text, and captions or data that were pasted into them."""

import io
import zipfile

import pytest

from library.captions import TranscriptError, read_transcript
from tests.library.captions.files import word_file

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def document(body: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        )
    return memory.getvalue()


@pytest.mark.parametrize(
    ("lines", "format_name"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nIt may help.", "srt"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nIt may help.", "webvtt"),
        ('[{"start": 1, "text": "It may help."}]', "json-rows"),
    ],
)
def test_captions_and_data_in_a_document_are_parsed_by_their_format(
    lines: str, format_name: str
) -> None:
    parsed = read_transcript(word_file(lines), "a.docx")

    assert parsed.format == format_name
    assert [(cue.start, cue.text) for cue in parsed.cues] == [(1.0, "It may help.")]


def test_unsupported_data_in_a_document_is_rejected() -> None:
    with pytest.raises(TranscriptError, match="SubStation Alpha"):
        read_transcript(word_file("[Script Info]\nTitle: x"), "a.docx")


def test_the_duplicate_of_a_text_box_is_removed() -> None:
    said = "<w:p><w:r><w:t>It may help.</w:t></w:r></w:p>"
    body = (
        f"<mc:AlternateContent><mc:Choice>{said}</mc:Choice>"
        f"<mc:Fallback>{said}</mc:Fallback></mc:AlternateContent>"
    )

    assert [cue.text for cue in read_transcript(document(body), "a.docx").cues] == ["It may help."]


def test_turns_with_line_breaks_and_tabs_are_parsed() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    body = "".join(
        f"<w:p>{stops}<w:r><w:t>{name}   0:0{second}</w:t><w:br/>"
        "<w:t>It may help.</w:t></w:r></w:p>"
        for second, name in enumerate(("Anna Vale", "Ben Ortiz", "Anna Vale"))
    )

    cues = read_transcript(document(body), "a.docx").cues

    assert [(cue.speaker, cue.start, cue.text) for cue in cues] == [
        ("Anna Vale", 0.0, "It may help."),
        ("Ben Ortiz", 1.0, "It may help."),
        ("Anna Vale", 2.0, "It may help."),
    ]
