"""Fictional transcripts in every format, and random damage to files."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SENTENCES = (
    "We should slow down before we deploy this.", "I see mostly upside here.", "Upside for whom?",
    "It may help, and it may hurt.", "No.", "At 10:30 we met, all of us.",
    "Remember: test it first.",
    "The model said 3.5 percent.", "So we waited [laughs] for R&D.", "Nobody, not one, asked why.",
    "Ça va être fünf Uhr.", "机器会帮助我们吗？", "That is all (for now).",
    "Node.js and C++ are old.",
)  # fmt: skip
SPEAKERS = ("Anna Vale", "Ben Ortiz", "Dr. Mira Sol", "")


@dataclass(frozen=True)
class Turn:
    speaker: str
    start: int
    text: str


def turns(chance: random.Random) -> list[Turn]:
    at, made = 0, []
    for _ in range(chance.randint(1, 12)):
        at += chance.randint(1, 90)
        said = " ".join(chance.choices(SENTENCES, k=chance.randint(1, 3)))
        made.append(Turn(chance.choice(SPEAKERS), at, said))
    return made


def clock(seconds: int, mark: str = ".") -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


def webvtt(said: Sequence[Turn]) -> str:
    return "WEBVTT\n\nNOTE invented\n\n" + "\n\n".join(
        f"{clock(turn.start)} --> {clock(turn.start + 1)} align:start\n"
        + (f"<v {turn.speaker}>" if turn.speaker else "")
        + turn.text.replace("&", "&amp;")
        for turn in said
    )


def subrip(said: Sequence[Turn]) -> str:
    return "\n\n".join(
        f"{number}\n{clock(turn.start, ',')} --> {clock(turn.start + 1, ',')}\n"
        + (f"{turn.speaker}: " if turn.speaker else "")
        + turn.text
        for number, turn in enumerate(said, start=1)
    )


def sbv(said: Sequence[Turn]) -> str:
    return "\n\n".join(
        f"{clock(turn.start)[1:]},{clock(turn.start + 1)[1:]}\n>> {turn.text}" for turn in said
    )


def text(said: Sequence[Turn]) -> str:
    return "\n\n".join(f"{turn.speaker}: {turn.text}" for turn in said)


def otter(said: Sequence[Turn]) -> str:
    return "\n\n".join(
        f"{turn.speaker or 'Unknown Speaker'}  {clock(turn.start)[:8]}\n{turn.text}"
        for turn in said
    )


def pane(said: Sequence[Turn]) -> str:
    return "\n".join(f"{clock(turn.start)[3:8]}\n{turn.text}" for turn in said)


def markdown(said: Sequence[Turn]) -> str:
    return "---\ntitle: T\n---\n\n# A talk\n\n[A link](https://a.example/x)\n\n" + "\n\n".join(
        f"**{turn.speaker or 'Host'}** ({clock(turn.start)[:8]}): *{turn.text}*" for turn in said
    )


def podcast_json(said: Sequence[Turn]) -> str:
    rows = [{"speaker": t.speaker, "startTime": t.start, "endTime": t.start + 1, "body": t.text}
            for t in said]  # fmt: skip
    return json.dumps({"version": "1.0.0", "segments": rows})


def whisper_json(said: Sequence[Turn]) -> str:
    rows = [{"id": n, "start": t.start, "end": t.start + 1, "text": f" {t.text}"}
            for n, t in enumerate(said)]  # fmt: skip
    return json.dumps({"text": "", "segments": rows, "language": "en"})


def list_json(said: Sequence[Turn]) -> str:
    return json.dumps([{"text": t.text, "start": t.start, "duration": 1.5} for t in said])


def ttml(said: Sequence[Turn]) -> str:
    rows = "".join(
        f'<p begin="{clock(t.start)}" end="{clock(t.start + 1)}">{t.text.replace("&", "&amp;")}</p>'
        for t in said
    )
    return f'<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body>{rows}</body></tt>'


def html(said: Sequence[Turn]) -> str:
    return "\n".join(
        f"<cite>{t.speaker or 'Host'}:</cite><time>{clock(t.start)[:8]}</time>"
        f"<p>{t.text.replace('&', '&amp;')}</p>"
        for t in said
    )


def table(said: Sequence[Turn]) -> str:
    return "start\tend\ttext\n" + "\n".join(
        f"{t.start * 1000}\t{t.start * 1000 + 900}\t{t.text}" for t in said
    )


def word_file(lines: str) -> bytes:
    """Return a .docx file whose paragraphs are the lines."""
    body = "".join(
        f"<w:p><w:r><w:t>{line.replace('&', '&amp;').replace('<', '&lt;')}</w:t></w:r></w:p>"
        for line in lines.split("\n")
    )
    xml = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return memory.getvalue()


FORMATS: dict[str, Callable[[Sequence[Turn]], str]] = {
    "a.vtt": webvtt, "a.srt": subrip, "a.sbv": sbv, "a.txt": text, "otter.txt": otter,
    "pane.txt": pane, "a.md": markdown, "a.json": podcast_json, "whisper.json": whisper_json,
    "list.json": list_json, "a.ttml": ttml, "a.html": html, "a.tsv": table,
}  # fmt: skip
BY_LETTER = frozenset(("a.vtt", "a.srt", "a.sbv", "a.txt", "otter.txt", "pane.txt", "a.md"))
"""Files whose every letter is words, a label, a time or markup of the text itself."""


MARKS = (
    b"<", b">", b"[", b"]", b"{", b"&#39;", b"&amp;lt;", b"-->", b"<v ", b"**", b": ", b"\x00",
    b"\xe2\x80\xa8", b"<br>", b"0:05", b"\\N", b"<!--",
)  # fmt: skip
"""Characters that an accident puts into a file."""


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return the file with one to three kinds of damage.

    Parts are cut, joined, re-encoded, swapped or doubled.
    """
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(ACCIDENTS)(data, other, chance)
    return data


def _cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.choices(range(len(data) + 1), k=2))
    return chance.choice((data[:last], data[first:], data[:first] + data[last:]))


def _join(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data + chance.choice((b"", b"\n", b"\n\n")) + other


def _encode(data: bytes, other: bytes, chance: random.Random) -> bytes:
    words = data.decode("utf-8", "replace")
    return words.encode(chance.choice(("utf-16", "latin-1", "utf-8-sig", "cp1252")), "replace")


def _blank_lines(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 6)):
        lines.insert(chance.randint(0, len(lines)), chance.choice((b"", b" ", b"\t", b"\r")))
    return b"\n".join(lines)


def _swap(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, two = chance.choices(range(len(lines)), k=2)
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _line_ends(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\r\r\n", b"\n\n")))


def _characters(data: bytes, other: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    mark = chance.choice(MARKS)
    return data[:place] + mark + data[place:]


def _drop_line(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


ACCIDENTS = (_cut, _join, _encode, _blank_lines, _swap, _line_ends, _characters, _drop_line)
