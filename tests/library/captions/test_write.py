import json
from html import escape as html_escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from library.captions import Cue, read_transcript
from library.captions.write import FORMATS, Heading, formats_for

HEADING = Heading(
    "A talk --> or two", "Show & Co", "Publisher transcript · 3 captions", "https://x.org/t"
)
WORDS = st.lists(
    st.sampled_from(["we", "fear", "a < b", "R&D", "hope.", "–", "1:2"]),
    min_size=1,
    max_size=9,
).map(" ".join)
CUES = st.lists(st.tuples(WORDS, st.sampled_from(["Ann Lee", "Ben"])), min_size=2, max_size=12).map(
    lambda rows: [
        Cue(f"No. {i}: {text}", 5.0 * i, 5.0 * i + 4.25, name)
        for i, (text, name) in enumerate(rows)
    ]
)


def words(cues: object) -> list[str]:
    return " ".join(cue.text for cue in cues).split()  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", ["vtt", "json"])
@given(cues=CUES)
def test_written_files_parse_to_the_same_cues(ending: str, cues: list[Cue]) -> None:
    text = FORMATS[ending].write(cues, HEADING)

    found = read_transcript(text.encode(), f"talk.{ending}").cues

    assert words(found) == words(cues)
    assert [(cue.start, cue.end, cue.speaker) for cue in found] == [
        (cue.start, cue.end, cue.speaker) for cue in cues
    ]


def test_text_and_markdown_have_one_paragraph_per_turn() -> None:
    cues = [Cue("One.", 0, 1, "Ann"), Cue("Two.", 61, 62, "Ann"), Cue("Three.", 70, 71, "Ben")]

    assert "\n\nAnn: One. Two.\n\nBen: Three.\n" in FORMATS["txt"].write(cues, HEADING)
    markdown = FORMATS["md"].write(cues, HEADING)
    assert "**Ann** (0:00): One. Two.\n\n**Ben** (1:10): Three." in markdown


@pytest.mark.parametrize("ending", ["vtt", "txt", "md", "json"])
def test_every_file_states_its_origin(ending: str) -> None:
    text = FORMATS[ending].write([Cue("Words.", 0, 1)], HEADING)

    assert HEADING.provenance in text
    assert HEADING.address in text


def test_unknown_values_are_left_out() -> None:
    segments = json.loads(FORMATS["json"].write([Cue("Words.")], HEADING))["segments"]

    assert segments == [{"body": "Words."}]


def test_timed_formats_need_times() -> None:
    assert [each.ending for each in formats_for(timed=False)] == ["txt", "md", "json"]
    assert len(formats_for(timed=True)) == 5


HOSTILE = [
    "<script>alert(1)</script>",
    "[a link](javascript:alert(1))",
    "![a picture](https://tracker.example/x.png)",
    "# not a heading",
    "- not a list",
    "1. not a list",
    "`code` and *emphasis* and __more__",
    "&lt;b&gt; and &#60;",
    "| a | table |",
    "a back\\slash",
    "> not a quotation",
    "---",
]


@pytest.mark.parametrize("said", HOSTILE)
def test_spoken_text_is_escaped_in_markdown(said: str) -> None:
    heading = Heading(said, "Show", said, "https://x.org/t")

    text = FORMATS["md"].write([Cue(said), Cue("Yes.", 2, 3, said), Cue(said, 4, 5)], heading)

    page = " ".join(MarkdownIt("commonmark").enable("table").render(text).split())
    shown = html_escape(said, quote=False)
    assert f"<h1>{shown}</h1> <blockquote> <p>{shown}<br />" in page
    assert f"<p>{shown}</p> <p><strong>{shown}</strong> (0:02): Yes.</p> <p>{shown}</p>" in page


@pytest.mark.parametrize("said", [*HOSTILE[3:6], "a < b", "x | y"])
def test_escaped_text_round_trips(said: str) -> None:
    cues = [Cue(f"Well, {said} was said.", 0, 1, "Ann"), Cue("Yes.", 2, 3, "Ben")]

    text = FORMATS["md"].write(cues, HEADING)

    read_back = " ".join(words(read_transcript(text.encode(), "talk.md").cues))
    assert f"Well, {said} was said." in read_back
