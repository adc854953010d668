"""Exports of many programs: speakers and times are separated from the words.

`exports.json` contains fictional examples of each format with the expected cues.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from library.captions import TranscriptError, read_transcript

EXPORTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "exports.json").read_text("utf-8")
)


@pytest.mark.parametrize("export", EXPORTS, ids=[each["exporter"] for each in EXPORTS])
def test_exports_are_parsed_with_speakers_times_and_words(export: dict[str, Any]) -> None:
    parsed = read_transcript(export["text"].encode(), export["name"])

    assert [[cue.speaker, cue.start, cue.text] for cue in parsed.cues] == export["cues"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.txt", "[{'text': 'hey there', 'start': 0.5}]", "invalid JSON"),
        ("", '{"title": "no words", "id": 7}', "unknown JSON format"),
        ("a.txt", "<?xml version='1.0'?><rss><channel/></rss>", "unsupported XML (rss)"),
        ("a.txt", "- speaker: Anna\n  text: We should.\n", "is YAML"),
        ("a.txt", "{25}{75}It may help.\n{100}{150}No.", "MicroDVD"),
        ("a.txt", "[Script Info]\nTitle: x\n", "SubStation Alpha"),
        ("a.txt", "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,No.", "SubStation Alpha"),
        ("a.txt", "<rss version='2.0'><channel/></rss>", "unsupported XML (rss)"),
        ("a.txt", '```json\n[{"start": 0.5, "text": "No."}]\n```', "the JSON is inside a Markdown"),
        ("a.txt", "segments:\n  - start: 0.5\n    end: 1.2\n    text: No.", "is YAML"),
        ("a.txt", "SPEAKER a 1 0.500 1.200 <NA> <NA> SPEAKER_00 <NA> <NA>", "is an RTTM file"),
        ("a.txt", '<text start="0" dur="1">a</text><text start="2">b</text>', "invalid XML"),
        ("a.smi", "<SAMI><BODY><SYNC Start=1><P>x</SAMI>", "SAMI"),
        ("a.txt", "00:00:01:00 , 00:00:03:00 , It may help.", "Spruce"),
        ("a.csv", "just,some,words\nand,more,words", "table has no columns named"),
        (
            "a.ttml",
            "<!DOCTYPE tt [<!ENTITY a 'b'>]><tt><body/></tt>",
            "entity",
        ),
        ("a.xml", "<tt><body><p begin='x'>y</p></body></tt>", "invalid time"),
        ("a.docx", "PK\x03\x04word/", "Word document (.docx) is invalid"),
    ],
)
def test_unsupported_formats_are_rejected_by_name(name: str, text: str, reason: str) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(text.encode(), name)

    assert reason in str(refused.value)


def test_prose_with_colons_and_times_is_unchanged() -> None:
    text = "At 10:30 we met.\nRemember: test it.\nJohn 3:16 is read.\nJohn 3:16 again."

    cues = read_transcript(text.encode(), "a.txt").cues

    assert [(cue.speaker, cue.start) for cue in cues] == [("", None)] * 4
    assert "\n".join(cue.text for cue in cues) == text


def test_words_between_times_are_not_caption_names() -> None:
    text = "\n".join(f"0:{n:02}.000 --> 0:{n:02}.900\n\nIt rained {n} times." for n in range(30))

    cues = read_transcript(text.encode(), "a.srt").cues

    assert [cue.text for cue in cues] == [f"It rained {n} times." for n in range(30)]
