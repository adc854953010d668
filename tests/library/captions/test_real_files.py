"""Real transcripts are parsed completely; skipped if their folder is missing."""

import json
import re

import pytest

from library.captions import ParsedTranscript, read_transcript
from tests.paths import REAL

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no folder of real transcripts")


def read(name: str) -> ParsedTranscript:
    return read_transcript((REAL / name).read_bytes(), name)


def names() -> list[str]:
    manifest = REAL / "manifest.json"
    return [row["file"] for row in json.loads(manifest.read_text())] if manifest.exists() else []


@pytest.mark.parametrize("name", names())
def test_all_real_files_are_parsed(name: str) -> None:
    parsed = read(name)

    assert parsed.word_count > 1000
    assert parsed.is_timed or not name.endswith((".vtt", ".srt", ".json"))
    starts = [cue.start for cue in parsed.cues if cue.start is not None]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", [name for name in names() if name.endswith((".vtt", ".srt"))])
def test_captions_keep_every_word(name: str) -> None:
    lines = (REAL / name).read_text().split("\n")
    words = " ".join(
        line for line in lines if "-->" not in line and line != "WEBVTT" and not line.isdigit()
    ).split()

    assert " ".join(cue.text for cue in read(name).cues).split() == words


def test_untimed_captions_keep_every_word_except_sound_descriptions() -> None:
    text = (REAL / "shard-theory-captions.txt").read_text()

    parsed = read("shard-theory-captions.txt")

    words = [word for word in text.split() if word not in ("[Music]", "[Laughter]")]
    assert " ".join(cue.text for cue in parsed.cues).split() == words
    assert parsed.repairs["sound descriptions removed"] == len(text.split()) - len(words)
    assert parsed.speakers == ()


@pytest.mark.parametrize(
    ("name", "speakers"),
    [
        ("episode-26-ai-governance-elizabeth-seger.md", {"Daniel Filan", "Elizabeth Seger"}),
        ("episode-46-tom-davidson-ai-enabled-coups.md", {"Daniel Filan", "Tom Davidson"}),
        ("lex-419-sam-altman.txt", {"Sam Altman", "Lex Fridman"}),
        ("lex-390-yuval-noah-harari.txt", {"Yuval Noah Harari", "Lex Fridman"}),
    ],
)
def test_speakers_are_distinguished(name: str, speakers: set[str]) -> None:
    assert set(read(name).speakers) == speakers


def test_markdown_markup_is_removed() -> None:
    for name in names():
        if name.endswith(".md"):
            text = " ".join(cue.text for cue in read(name).cues)
            assert not re.search(r"\]\(http|\*\*|<!--|^#|\(\d\d:\d\d:\d\d\)", text), name
