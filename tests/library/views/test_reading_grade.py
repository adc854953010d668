"""The words of the public templates are easy to read: Flesch-Kincaid grade 9 or lower."""

import re
from pathlib import Path

import pytest
from django.conf import settings

MAX_GRADE = 9.0
MIN_WORDS = 25
"""Of shorter texts, such as labels, the grade means nothing."""
TEMPLATES = sorted(
    path
    for folder in ("", "library")
    for path in (Path(settings.BASE_DIR) / "templates" / folder).glob("*.html")
    if path.name not in ("styleguide.html", "base_site.html")
)
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|\n{2,}")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")


def prose_of(source: str) -> str:
    """Return the running text of a template: paragraphs, list items and sentences of hints.

    Values become one short word, since their words belong to the library.
    """
    unread = r"{#.*?#}|<script.*?</script>|<svg.*?</svg>|<code.*?</code>"
    source = re.sub(unread, " ", source, flags=re.S)
    blocks = re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", source, flags=re.S)
    text = "\n\n".join(blocks)
    text = re.sub(r"{%.*?%}", " ", text, flags=re.S)
    text = re.sub(r"{{.*?}}", " it ", text, flags=re.S)
    return re.sub(r"<[^>]+>|&\w+;", " ", text)


def syllables_of(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    word = re.sub(r"(?:[^laeioucgsxzy]es|[^aeioutd]ed|[^l]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade_of(text: str) -> float:
    """Return the Flesch-Kincaid grade; 0 for a text that is too short."""
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    if len(words) < MIN_WORDS:
        return 0.0
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_easy_to_read(path: Path) -> None:
    assert grade_of(prose_of(path.read_text())) <= MAX_GRADE


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("conversation", 4), ("library", 3), ("scored", 1), ("passages", 3), ("counted", 2),
     ("opportunity", 5), ("shape", 1), ("table", 2), ("the", 1)],
)  # fmt: skip
def test_syllables_are_counted(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_long_words_in_long_sentences_are_hard() -> None:
    hard = (
        "Notwithstanding considerable methodological uncertainty, the automatically determined "
        "positions nevertheless demonstrate statistically significant correspondence with "
        "independently annotated conversations, particularly regarding governance institutions "
        "and international agreements concerning dangerous capabilities."
    )
    easy = "A score says what a part of the talk is about. It does not say who is right. " * 3

    assert grade_of(hard) > 20
    assert grade_of(easy) < 5
    assert grade_of("Statistically significant correspondence.") == 0.0


def test_the_text_of_a_template_is_its_paragraphs_and_items() -> None:
    source = (
        "{% load x %}<h1>Title</h1><p>One {{ value|floatformat:1 }} <b>two</b>.</p><li>Three</li>"
    )

    assert prose_of(source).split() == ["One", "it", "two", ".", "Three"]
