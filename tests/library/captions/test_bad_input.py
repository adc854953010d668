"""Every kind of bad file gets one line that names it, and where in the file the fault is."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.captions import Limits, TranscriptError, read_transcript


def zip_bomb() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("talk.vtt", b"0" * 5_000_000)
    return memory.getvalue()


def vtt(*blocks: str) -> bytes:
    return "\n\n".join(["WEBVTT", *blocks]).encode()


BAD = {
    "empty": ("a.vtt", b"", "is empty"),
    "only white space": ("a.txt", b" \n\t\n", "is empty"),
    "binary": ("a.vtt", b"WEBVTT\n\x00\x01\x02" + bytes(3) + b"x" * 90, "byte 7 is NUL"),
    "UTF-16": ("a.vtt", "WEBVTT".encode("utf-16"), "UTF-16 text; save it as UTF-8"),
    "UTF-16 without its mark": ("a.vtt", "WEBVTT talk".encode("utf-16-le"), "UTF-16 text"),
    "Latin-1": ("a.txt", b"one\ncaf\xe9 noir", "line 2: is not UTF-8 at byte 7"),
    "HTML page": ("a.vtt", b"<!DOCTYPE html>\n<title>404</title>", "is an HTML page"),
    "truncated JSON": ("a.json", b'{"segments": [\n{"body": "Hel', "line 2: is broken JSON"),
    "JSON of another kind": ("a.json", b'{"title": "x"}', "is JSON in an unknown format"),
    "JSON with NaN": ("a.json", b'{"segments": [{"startTime": NaN}]}', "NaN"),
    "JSON nested without end": ("a.json", b'{"segments":' + b"[" * 200_000, "nested too deeply"),
    "JSON with a number without end": (
        "a.json",
        b'{"segments": [{"startTime": ' + b"9" * 5_000 + b"}]}",
        "a number with too many digits",
    ),
    "a time that is a word": (
        "a.json",
        b'{"segments": [{"body": "x", "startTime": "soon"}]}',
        "cue 1: 'startTime' is not a number",
    ),
    "ten million characters in a cue": (
        "a.vtt",
        vtt("00:01.000 --> 00:02.000\n" + "word " * 2_000_000),
        "cue 1: has 9,999,999 characters; the maximum is 20,000",
    ),
    "times backwards": (
        "a.vtt",
        vtt("00:05.000 --> 00:01.000\none", "00:09.000 --> 00:03.000\ntwo"),
        "cue 1: ends (1 s) before it starts (5 s), like 2 of 2",
    ),
    "a broken time": (
        "a.vtt",
        vtt("00:xx.000 --> 00:01.000\none"),
        "line 3: invalid start or end time",
    ),
    "a minute of 75 seconds": (
        "a.vtt",
        vtt("00:75.000 --> 02:00.000\none"),
        "line 3: invalid time",
    ),
    "cues without text": (
        "a.vtt",
        vtt("00:01.000 --> 00:02.000\n<c></c>", "00:02.000 --> 00:03.000\n&nbsp;"),
        "no text in its cues",
    ),
    "no cues": ("a.vtt", vtt("NOTE nothing here"), "has no cues"),
    "zip bomb": ("a.vtt", zip_bomb(), "is a ZIP archive"),
    "gzip": ("a.vtt", gzip.compress(b"WEBVTT"), "is a gzip archive"),
    "PDF": ("a.txt", b"%PDF-1.7 stuff", "is a PDF document"),
    "unknown format": ("a.docm", b"Some words in a file.", "unknown format (.docm)"),
    "text named as captions": ("a.vtt", b"Some words in a file.", "has the extension .vtt"),
    "XML": ("a.xml", b"<?xml version='1.0'?><a/>", "is XML"),
    "a day and a week long": ("a.vtt", vtt("999:00:00.000 --> 999:00:01.000\nx"), "out of range"),
}


@pytest.mark.parametrize(("name", "data", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_in_one_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(data, name)

    assert str(refused.value).startswith(f"{name}: ")
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(TranscriptError, match="is 11 bytes long; the maximum is 10"):
        read_transcript(b"hello world", "a.txt", limits=Limits(file_bytes=10))


def test_too_many_cues_are_refused() -> None:
    data = vtt(*(f"00:{n:02}.000 --> 00:{n:02}.500\nword" for n in range(12)))

    with pytest.raises(TranscriptError, match="has 12 cues; the maximum is 10"):
        read_transcript(data, "a.vtt", limits=Limits(cues=10))


@given(st.binary(max_size=400), st.sampled_from(["a.vtt", "a.srt", "a.json", "a.txt", "a.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        parsed = read_transcript(data, name)
    except TranscriptError:
        return
    assert parsed.word_count > 0


@given(
    st.text(alphabet='WEBVT\n0123456789:.->,<v Ab>&;{}[]"#*', max_size=300),
    st.sampled_from(["WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", '{"segments":[', ""]),
)
def test_any_text_is_read_or_refused(text: str, head: str) -> None:
    for name in ("a.vtt", "a.srt", "a.json", "a.md"):
        try:
            read_transcript((head + text).encode(), name)
        except TranscriptError:
            continue


@pytest.mark.parametrize(
    "line", ["<v " * 100_000, "[" * 200_000, "**a" * 100_000, "&#" * 100_000, "A b: " * 60_000]
)
def test_hostile_lines_take_no_more_than_linear_time(line: str) -> None:
    """An expression that backtracked would take hours over any of these."""
    for name, head in (("a.md", ""), ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n")):
        limits = Limits(cue_characters=1_000_000)
        try:
            read_transcript((head + line + "\n\nwords").encode(), name, limits=limits)
        except TranscriptError:
            continue
