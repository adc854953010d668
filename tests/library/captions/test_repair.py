from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue, Limits, read_transcript
from library.captions.account import Account
from library.captions.repair import repair

TIMES = st.integers(0, 5000).map(lambda tenth: tenth / 10)


def repair_cues(*cues: Cue) -> tuple[list[Cue], dict[str, int]]:
    account = Account()
    repaired = repair(cues, account, Limits())
    return repaired, {kind: count for kind, count in account.repairs.items() if count}


def rolling(lines: list[str]) -> bytes:
    """Captions as video sites roll them: each shows the last line again, with a flash between."""
    blocks = ["WEBVTT"]
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else " "
        start, flash = number * 3, number * 3 + 2
        blocks.append(f"00:{start:02}.000 --> 00:{flash:02}.990\n{before}\n{line}")
        blocks.append(f"00:{flash:02}.990 --> 00:{flash + 1:02}.000\n{line}")
    return "\n\n".join(blocks).encode()


def test_rolling_captions_keep_each_word_once() -> None:
    lines = ["so the thing is", "that we never knew", "how it would end", "until it had begun"]

    parsed = read_transcript(rolling(lines), "talk.vtt")

    assert " ".join(cue.text for cue in parsed.cues) == " ".join(lines)
    assert parsed.repairs["repeated lines of rolling captions removed"] == 7
    assert [cue.start for cue in parsed.cues] == [0.0, 3.0, 6.0, 9.0]


def test_speakers_can_repeat_themselves() -> None:
    said = [Cue(text, float(n), n + 0.5) for n, text in enumerate(["no no", "no no", "why", "ok"])]

    repaired, counts = repair_cues(*said)

    assert repaired == said
    assert counts == {}


def test_duplicate_cues_are_removed() -> None:
    repaired, counts = repair_cues(Cue("one", 0.0, 1.0), Cue("one", 0.0, 1.0), Cue("two", 1.0, 2.0))

    assert [cue.text for cue in repaired] == ["one", "two"]
    assert counts == {"duplicate cues removed": 1}


def test_overlaps_are_shortened_and_out_of_order_starts_corrected() -> None:
    repaired, counts = repair_cues(Cue("a", 0.0, 5.0), Cue("b", 4.0, 6.0), Cue("c", 1.0, 9.0))

    assert repaired == [Cue("a", 0.0, 4.0), Cue("b", 4.0, 4.0), Cue("c", 4.0, 9.0)]
    assert counts == {"overlapping cues shortened": 2, "out-of-order times corrected": 1}


def test_a_single_end_before_its_start_is_corrected() -> None:
    repaired, counts = repair_cues(Cue("a", 3.0, 1.0), Cue("b", 4.0, 6.0), Cue("c", 6.0, 7.0))

    assert repaired[0] == Cue("a", 3.0, 3.0)
    assert counts == {"end times before start times corrected": 1}


def test_entities_escaped_twice_are_decoded() -> None:
    repaired, counts = repair_cues(Cue("R&amp;D isn&amp;#39;t &lt;easy&gt; & AT&T"))

    assert repaired[0].text == "R&D isn't <easy> & AT&T"
    assert counts == {"character references decoded": 5}


def test_invisible_characters_are_removed_and_counted() -> None:
    repaired, counts = repair_cues(Cue("a\u202eb\u200bc\x07d", speaker="A\u2066nn"))

    assert repaired == [Cue("abcd", speaker="Ann")]
    assert counts == {"control characters removed": 4}


def test_empty_cues_are_removed() -> None:
    repaired, counts = repair_cues(Cue("one"), Cue("  \n"), Cue("two"))

    assert len(repaired) == 2
    assert counts == {"empty cues removed": 1}


@given(st.lists(st.tuples(st.sampled_from("abc"), TIMES, TIMES), min_size=1, max_size=30))
def test_repaired_times_never_decrease_and_no_word_is_lost(
    rows: list[tuple[str, float, float]],
) -> None:
    cues = [
        Cue(f"{word}{number}", start, start + length)
        for number, (word, start, length) in enumerate(rows)
    ]

    repaired, _ = repair_cues(*cues)

    assert [cue.text for cue in repaired] == [cue.text for cue in cues]
    times = [time for cue in repaired for time in (cue.start, cue.end) if time is not None]
    assert times == sorted(times)
