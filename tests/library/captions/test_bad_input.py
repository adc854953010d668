"""Every invalid file is rejected with one line: the file name, the position and the error."""

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
    "UTF-16": ("a.vtt", "WEBVTT".encode("utf-16"), "the text is UTF-16; save the file as UTF-8"),
    "UTF-16 without its mark": ("a.vtt", "WEBVTT talk".encode("utf-16-le"), "is UTF-16"),
    "Latin-1": ("a.txt", b"one\ncaf\xe9 noir", "line 2: byte 7 is not valid UTF-8"),
    "HTML page": ("a.vtt", b"<!DOCTYPE html>\n<title>404</title>", "is an HTML page"),
    "truncated JSON": ("a.json", b'{"segments": [\n{"body": "Hel', "line 2: invalid JSON"),
    "JSON of another kind": ("a.json", b'{"title": "x"}', "unknown JSON format"),
    "JSON with NaN": ("a.json", b'{"segments": [{"startTime": NaN}]}', "NaN"),
    "JSON nested without end": ("a.json", b'{"segments":' + b"[" * 200_000, "nested too deeply"),
    "JSON with a number without end": (
        "a.json",
        b'{"segments": [{"startTime": ' + b"9" * 5_000 + b"}]}",
        "a number has too many digits",
    ),
    "a time that is a word": (
        "a.json",
        b'{"segments": [{"body": "x", "startTime": "soon"}]}',
        "cue 1: 'startTime' is not a number",
    ),
    "ten million characters in a cue": (
        "a.vtt",
        vtt("00:01.000 --> 00:02.000\n" + "word " * 2_000_000),
        "cue 1: the text has 9,999,999 characters; the maximum is 20,000",
    ),
    "times backwards": (
        "a.vtt",
        vtt("00:05.000 --> 00:01.000\none", "00:09.000 --> 00:03.000\ntwo"),
        "cue 1: the end (1 s) is before the start (5 s), as in 2 of 2",
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
        "the cues have no text",
    ),
    "no cues": ("a.vtt", vtt("NOTE nothing here"), "the file has no cues"),
    "zip bomb": ("a.vtt", zip_bomb(), "is a ZIP archive"),
    "gzip": ("a.vtt", gzip.compress(b"WEBVTT"), "is a gzip archive"),
    "PDF": ("a.txt", b"%PDF-1.7 stuff", "is a PDF document"),
    "unknown format": ("a.docm", b"Some words in a file.", "unknown format (.docm)"),
    "text named as captions": ("a.vtt", b"Some words in a file.", "the extension is .vtt"),
    "XML": ("a.xml", b"<?xml version='1.0'?><a/>", "unsupported XML"),
    "a day and a week long": ("a.vtt", vtt("999:00:00.000 --> 999:00:01.000\nx"), "out of range"),
}


@pytest.mark.parametrize(("name", "data", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_rejected_with_one_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(data, name)

    assert str(refused.value).startswith(f"{name}: ")
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_files_over_the_size_limit_are_rejected_before_parsing() -> None:
    with pytest.raises(TranscriptError, match="the file has 11 bytes; the maximum is 10"):
        read_transcript(b"hello world", "a.txt", limits=Limits(file_bytes=10))


def test_too_many_cues_are_rejected() -> None:
    data = vtt(*(f"00:{n:02}.000 --> 00:{n:02}.500\nword" for n in range(12)))

    with pytest.raises(TranscriptError, match="has 12 cues; the maximum is 10"):
        read_transcript(data, "a.vtt", limits=Limits(cues=10))


@given(st.binary(max_size=400), st.sampled_from(["a.vtt", "a.srt", "a.json", "a.txt", "a.md"]))
def test_any_bytes_are_parsed_or_rejected(data: bytes, name: str) -> None:
    try:
        parsed = read_transcript(data, name)
    except TranscriptError:
        return
    assert parsed.word_count > 0


@given(
    st.text(alphabet='WEBVT\n0123456789:.->,<v Ab>&;{}[]"#*', max_size=300),
    st.sampled_from(["WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", '{"segments":[', ""]),
)
def test_any_text_is_parsed_or_rejected(text: str, head: str) -> None:
    for name in ("a.vtt", "a.srt", "a.json", "a.md"):
        try:
            read_transcript((head + text).encode(), name)
        except TranscriptError:
            continue


@pytest.mark.parametrize(
    "line", ["<v " * 100_000, "[" * 200_000, "**a" * 100_000, "&#" * 100_000, "A b: " * 60_000]
)
def test_hostile_lines_take_linear_time(line: str) -> None:
    """A backtracking expression would take hours for any of these lines."""
    for name, head in (("a.md", ""), ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n")):
        limits = Limits(cue_characters=1_000_000)
        try:
            read_transcript((head + line + "\n\nwords").encode(), name, limits=limits)
        except TranscriptError:
            continue
