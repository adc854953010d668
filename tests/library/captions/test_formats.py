import json

import pytest

from library.captions import Cue, ParsedTranscript, read_transcript


def read(text: str, name: str) -> ParsedTranscript:
    return read_transcript(text.encode(), name)


VTT = """WEBVTT
Language: en-GB

NOTE made for a test

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.500 align:start
<v Maren Okafor>Good <i>morning</i> &amp; welcome.

01:00:05.000 --> 01:00:06.000
<v.loud Ben>Thank <00:01.500><c>you</c>.
<v Ann>And me.
"""


def test_webvtt_has_times_speakers_and_plain_words() -> None:
    parsed = read(VTT, "talk.vtt")

    assert parsed.format == "webvtt"
    assert parsed.language == "en-GB"
    assert parsed.cues == (
        Cue("Good morning & welcome.", 1.0, 4.5, "Maren Okafor"),
        Cue("Thank you.", 3605.0, 3605.0, "Ben"),
        Cue("And me.", 3605.0, 3606.0, "Ann"),
    )
    assert parsed.speakers == ("Maren Okafor", "Ben", "Ann")


def test_srt_can_lack_numbers_and_blank_lines() -> None:
    parsed = read(
        "1\n00:00:00,000 --> 00:00:02,880\nOne line\nand two.\n"
        "2\n00:00:03,000 --> 00:00:04,000\nEnd\n",
        "talk.srt",
    )

    assert parsed.format == "srt"
    assert [cue.text for cue in parsed.cues] == ["One line and two.", "End"]
    assert parsed.cues[0].end == 2.88


def test_podcast_json_can_lack_times_and_speakers() -> None:
    rows = [
        {"body": "Hello.", "speaker": "Ann", "startTime": 0.5, "endTime": 2},
        {"body": "No one says this."},
    ]

    parsed = read(json.dumps({"version": "1.0.0", "segments": rows}), "talk.json")

    assert parsed.cues == (Cue("Hello.", 0.5, 2.0, "Ann"), Cue("No one says this."))


def test_json3_joins_the_pieces_of_a_line() -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 900},
        {"tStartMs": 1000, "dDurationMs": 1500, "segs": [{"utf8": "so "}, {"utf8": "hello"}]},
        {"tStartMs": 2500, "dDurationMs": 10, "segs": [{"utf8": "\n"}]},
    ]

    parsed = read(json.dumps({"wireMagic": "pb3", "events": events}), "talk.json3")

    assert parsed.cues == (Cue("so hello", 1.0, 2.5),)


def test_the_format_is_detected_from_the_content() -> None:
    assert read(VTT, "talk.txt").format == "webvtt"
    assert read('{"segments": [{"body": "Hi"}]}', "talk.txt").format == "podcast-json"


MARKDOWN = """---
title: "7 - A test"
---

<!-- [YouTube link](https://example.org/wrong) -->

[YouTube link](https://example.org/right)

This paragraph introduces the talk.

Topics:
- [The first](#first)

## The first

**Daniel Doe** (00:01:05):
Hello *everybody*, read [this paper](https://example.org/x_(y)) please.

**Ada Roe** (01:00:00): Thank you.
The point is: we go on.
"""


def test_markdown_keeps_only_speech() -> None:
    parsed = read(MARKDOWN, "talk.md")

    assert parsed.cues == (
        Cue("Hello everybody, read this paper please.", 65.0, None, "Daniel Doe"),
        Cue("Thank you.", 3600.0, None, "Ada Roe"),
        Cue("The point is: we go on.", None, None, "Ada Roe"),
    )
    assert parsed.repairs == {"non-speech paragraphs removed": 2}


@pytest.mark.parametrize("moment", ["(00:02:25):\n", "(00:02:25): ", "[02:25] ", "[2:25]\n\n"])
def test_a_time_before_a_paragraph_is_its_start(moment: str) -> None:
    text = f"**Ada Roe** (00:01:05):\nOne.\n\n{moment}Two (at 3:16) ends.\n\n**Dan:** Three."
    for name in ("talk.md", "talk.txt"):
        cues = read(text, name).cues

        assert cues[1] == Cue("Two (at 3:16) ends.", 145.0, None, "Ada Roe")
        assert cues[2].start is None


def test_a_text_can_have_times_without_names() -> None:
    parsed = read("[00:00] We begin.\n\nWe go on.\n\n[01:10] (12:99) is no time.", "t.txt")

    assert parsed.cues == (
        Cue("We begin.", 0.0), Cue("We go on."), Cue("(12:99) is no time.", 70.0),
    )  # fmt: skip


def test_text_with_names_has_turns() -> None:
    parsed = read(
        "Ann Lee: My view: it works.\n\nOne thing remains.\n\nBen: Does it?\n\nAnn Lee: Yes.",
        "t.txt",
    )

    assert [(cue.speaker, cue.text) for cue in parsed.cues] == [
        ("Ann Lee", "My view: it works."),
        ("Ann Lee", "One thing remains."),
        ("Ann Lee", "Ben: Does it?"),
        ("Ann Lee", "Yes."),
    ]


@pytest.mark.parametrize("head", ["[00:01:05] Ann Lee: ", "Ann Lee (1:05): ", "**Ann Lee:** "])
def test_turns_are_recognised_in_several_forms(head: str) -> None:
    parsed = read(f"{head}Hello.\n\n{head}Again.", "t.txt")

    assert {cue.speaker for cue in parsed.cues} == {"Ann Lee"}
    assert [cue.text for cue in parsed.cues] == ["Hello.", "Again."]


@pytest.mark.parametrize(
    "text",
    [
        "Remember this: colons stand in sentences.\n\nAnd nobody is named.",
        "The answer: yes.\n\nthe question: no.",
        "one wall of words without any capitals and 3:15 in it",
    ],
)
def test_a_colon_alone_is_not_a_speaker_label(text: str) -> None:
    parsed = read(text, "t.txt")

    assert parsed.speakers == ()
    assert " ".join(cue.text for cue in parsed.cues).split() == text.split()


def test_byte_order_marks_and_old_line_ends_are_removed() -> None:
    parsed = read_transcript(b"\xef\xbb\xbfOne.\r\n\r\nTwo.\rThree.", "t.txt")

    assert [cue.text for cue in parsed.cues] == ["One.", "Two.", "Three."]


def test_the_checksum_depends_on_words_and_times_only() -> None:
    one = read(VTT, "talk.vtt")

    assert one.checksum == read(VTT.replace("NOTE made", "NOTE remade"), "x.vtt").checksum
    assert one.checksum != read(VTT.replace("Good", "Bad"), "talk.vtt").checksum
    assert one.checksum != read(VTT.replace("00:01.000", "00:02.000"), "talk.vtt").checksum


def test_cues_survive_storage() -> None:
    for cue in (*read(VTT, "talk.vtt").cues, Cue("bare"), Cue("at zero", 0.0, 0.0)):
        assert Cue.from_dict(json.loads(json.dumps(cue.as_dict()))) == cue
