"""Hostile strings, reproducible by number, and requests that contain them."""

# ruff: noqa: E501

import json
from random import Random
from urllib.parse import quote_from_bytes

MARK = "<x-evil>"
"""Part of every string; a response in HTML that contains it literally was not escaped."""
PIECES = [
    "\x00", "\x01\x02\x08", "\x0b\x0c", "\x1b[31m", "\x1c\x1d\x1e\x1f", "\x7f\x80\x85\x9f",
    "\ud800", "\udfff\ud800", "\ufffe\uffff", "\U0001ffff", "\u2028\u2029", "\ufeff", "\u00ad",
    "\u202e\u202d\u2066\u2069", "\u200b\u200d\u200f", "e" + "\u0301" * 200, "\U000e0001\U000e0041",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)",
    "</title></textarea></script>", "<!--", "]]>", "<![CDATA[", "&lt;x&gt;", "&#x0;&#55296;",
    "'\"`", "' OR 1=1 --", '"; DROP TABLE library_episode; --', "1) UNION SELECT 1,2,3 --", "%' ESCAPE '",
    "%s%s%n%x", "{0.__class__}", "%(password)s", "{{ 7|add:7 }}", "{% debug %}", "{% include '/etc/passwd' %}",
    "${jndi:ldap://x}", "#{7*7}", "../../../../etc/passwd", "..\\..\\win.ini", "file:///etc/passwd",
    "/dev/null", "CON", "%2e%2e%2f", "%00", "%ud800", "\r\nSet-Cookie: a=b", "\r\n\r\n", "=cmd|' /C calc'!A0",
    "@SUM(1)", "\t=1+1", "WEBVTT", "00:00.000 --> 99:99.999", "1\n00:00:00,000 --> 00:00:01,000",
    "---\n", "&anchor *alias", "!!python/object:os.system", '{"a":' * 50, "[" * 500, "NaN", "-0", "1e999",
    "9" * 400, "-1", "true", "null", "undefined", "OR OR OR", '"""', "-", "NEAR(a b)", "a* OR *", "title:x",
    "(a & b | !c)", "<->", "\\", "\\'", "N'x'", "ﷺ" * 20, "ß", "İ", "ﬀ", "Ⅷ", "𝟘", "٣", "人", "👨‍👩‍👧‍👦", " ", "",
]  # fmt: skip
GROWING = ["a", " ", "\t", "*", "_", "**a ", "[a](", "[[", "<", "<!--", "&#", "a OR ", "-a ", '"', "(", "a:",
           "Ann: ", "\n", "aA", "%", "\\", "\u0301", "👍", "[00:00 ", "A a", "a@", "a.", "://", "=", "-->"]  # fmt: skip
KINDS = ("vtt", "srt", "podcast.json", "json3", "txt", "md")


def hostile(number: int, *, most: int = 3000) -> str:
    """Return string `number`, at most about `most` characters long."""
    random = Random(number)
    parts = random.choices(PIECES, k=random.randint(1, 4))
    if random.random() < 0.4:
        piece = random.choice(GROWING)
        parts.append(piece * (random.choice((10, 300, most)) // len(piece)))
    if random.random() < 0.2:
        parts.append("".join(chr(random.randrange(0x110000)) for _ in range(20)))
    parts.append(MARK)
    random.shuffle(parts)
    return "".join(parts)


def as_bytes(text: str, number: int) -> bytes:
    """Return `text` as UTF-8; invalid for strings with lone surrogates and every third number."""
    found = text.encode("utf-8", "surrogatepass")
    if number % 3:
        return found
    place = Random(number).randrange(len(found) + 1)
    return found[:place] + b"\xff\xc0\xaf\xe2\x82" + found[place:]


def form(values: dict[str, str | bytes]) -> str:
    """Return `values` encoded for a URL or a form."""
    return "&".join(
        f"{name}={quote_from_bytes(value if isinstance(value, bytes) else value.encode())}"
        for name, value in values.items()
    )


def captions(kind: str, text: str) -> bytes:
    """Return a transcript of the given format whose words and names contain `text`."""
    plain = "The model has two layers and the data was cleaned before training."
    written = {
        "vtt": f"WEBVTT {text}\n\nNOTE {text}\n\n{text}\n00:00.000 --> 00:05.000 {text}\n"
        f"<v {text}>{text}\n\n00:05.000 --> 00:09.000\n{plain}\n",
        "srt": f"1\n00:00:00,000 --> 00:00:05,000\n{text}\n\n2\n00:00:05,000 --> 00:00:09,000\n{plain}\n",
        "txt": f"{text}: {plain}\n\nAnn: {text}\n\n{text}\n",
        "md": f"---\ntitle: {text}\n---\n# {text}\n\n**{text}:** {plain}\n\n[{text}]({text}) {text}\n",
    }
    if kind in written:
        return written[kind].encode("utf-8", "surrogatepass")
    if kind == "json3":
        said = {"wireMagic": text, "events": [
            {"tStartMs": 0, "dDurationMs": 5000, "segs": [{"utf8": text}]},
            {"tStartMs": 5000, "dDurationMs": 4000, "segs": [{"utf8": plain}]},
        ]}  # fmt: skip
    else:
        said = {"version": text, "segments": [
            {"startTime": 0, "endTime": 5, "body": text, "speaker": text},
            {"startTime": 5, "endTime": 9, "body": plain},
        ]}  # fmt: skip
    return json.dumps(said).encode()
