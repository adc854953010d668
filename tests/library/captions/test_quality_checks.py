import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue, read_transcript
from library.captions.quality_checks import LOOP_PERIOD, check, longest_loop
from library.importing.manifest import read_manifest
from tests.make import PLAIN, make_cues
from tests.paths import REAL

SAMPLE = settings.CONTENT_DIR / "sample"
GOOD = read_transcript((SAMPLE / "the-town-that-was-watched.vtt").read_bytes(), "town.vtt").cues


def failed(cues: list[Cue], stated_duration: float | None = None) -> set[str]:
    return {gate.name for gate in check(cues, stated_duration=stated_duration) if not gate.passed}


def again(cue: Cue, text: str) -> Cue:
    return Cue(text, cue.start, cue.end, cue.speaker)


def test_a_good_transcript_passes_every_check() -> None:
    assert failed(list(GOOD)) == set()


def test_impossibly_fast_speech_fails() -> None:
    fast = [Cue(cue.text, cue.start / 2, cue.end / 2) for cue in GOOD]  # type: ignore[operator]

    assert failed(fast) == {"words per minute"}
    found = next(gate for gate in check(fast) if not gate.passed)
    assert "expected 60 to 260" in found.sentence


@pytest.mark.parametrize("label", ["0:05 ", "[00:01:02] ", "Ann Lee: ", "SPEAKER_00: "])
def test_remaining_times_and_labels_fail(label: str) -> None:
    labelled = [again(cue, label + cue.text) if n % 3 else cue for n, cue in enumerate(GOOD)]

    assert "times and labels in the text" in failed(labelled)


@pytest.mark.parametrize("mark", ["<i>so</i> ", "{\\an8}", "&nbsp; ", "**so** ", "a\\Nb "])
def test_remaining_markup_fails(mark: str) -> None:
    assert "markup in the text" in failed([again(cue, mark + cue.text) for cue in GOOD])


def test_cues_of_single_words_fail() -> None:
    words = " ".join(cue.text for cue in GOOD).split()
    single = [Cue(word, n / 3, (n + 1) / 3) for n, word in enumerate(words)]

    assert failed(single) == {"words per cue"}


def test_a_transcript_much_shorter_than_its_recording_fails() -> None:
    end = max(cue.end for cue in GOOD if cue.end is not None)

    assert failed(list(GOOD), stated_duration=end * 1.1) == set()
    assert failed(list(GOOD), stated_duration=end * 2) == {"coverage"}


def test_without_times_the_pace_uses_the_stated_duration() -> None:
    bare = [Cue(cue.text) for cue in GOOD]

    assert failed(bare) == set()
    assert failed(bare, stated_duration=3 * 3600.0) == {"words per minute"}


def test_repeated_phrases_fail() -> None:
    looped = [cue if place % 3 else again(cue, PLAIN) for place, cue in enumerate(GOOD)]

    assert "repeated phrases" in failed(looped)


def test_a_loop_fails_even_if_the_rest_is_good() -> None:
    looped = list(GOOD)
    looped[10] = again(looped[10], "thank you " * 30)

    assert failed(looped) == {"loops"}


def test_another_language_fails() -> None:
    german = "Das Modell hat zwei Schichten und die Daten wurden vor dem Lernen bereinigt."
    names = failed(make_cues([f"{german} Nummer {number}." for number in range(20)], timed=False))

    assert {"language", "unknown words"} <= names


def test_invented_words_fail() -> None:
    noise = [again(cue, " ".join(word[::-1] for word in cue.text.split())) for cue in GOOD]

    assert "unknown words" in failed(noise)


def test_duplicate_captions_fail() -> None:
    doubled = [copy for cue in GOOD for copy in (cue, again(cue, cue.text))]

    assert {"doubled captions", "words per minute"} <= failed(doubled)


def test_very_short_texts_pass() -> None:
    assert failed(make_cues(["Bonjour tout le monde."])) == set()


def test_results_can_be_stored() -> None:
    rows = [gate.as_dict() for gate in check(GOOD)]

    assert json.loads(json.dumps(rows)) == rows
    assert all(row["sentence"].endswith(".") for row in rows)


@pytest.mark.parametrize("manifest", [SAMPLE / "manifest.json", REAL / "manifest.json"])
def test_real_good_transcripts_pass_every_check(manifest: object) -> None:
    if manifest == REAL / "manifest.json" and not REAL.is_dir():
        pytest.skip("no folder of real transcripts")
    for entry in read_manifest(manifest):  # type: ignore[arg-type]
        parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
        assert failed(list(parsed.cues)) == set(), entry.path.name


@given(st.lists(st.sampled_from("abc"), max_size=60))
def test_the_longest_loop_equals_a_simple_search(words: list[str]) -> None:
    longest = 0
    for period in range(1, LOOP_PERIOD + 1):
        run = 0
        for before, now in zip(words, words[period:], strict=False):
            run = run + 1 if before == now else 0
            longest = max(longest, run)

    assert longest_loop(words) == longest
