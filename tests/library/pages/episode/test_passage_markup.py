"""The markup of a passage matches its data, and text is escaped."""

from xml.etree import ElementTree

import pytest

from library.pages.episode.passage_markup import passage_sections, shares, turns
from library.pages.episode.transcript import Passage, Turn
from library.text.highlighting import Piece
from scoring.models import Assessment, SegmentScore

EVIL = "<script>alert('1')</script> & \"more\""


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<g>{markup}</g>")


def passage(score: float | None, *, start: float | None = 61.5, aside: str = "") -> Passage:
    return Passage(7, start, None, SegmentScore(score=score, lens="economic"), (), aside=aside)


def head_of(shown: Passage) -> str:
    section = parsed(passage_sections([shown]))[0]
    return "".join(ElementTree.tostring(part, encoding="unicode") for part in section[:-1])


def text_of(markup: str) -> str:
    return " ".join("".join(parsed(markup).itertext()).split())


def test_the_head_states_number_time_and_score() -> None:
    head = head_of(passage(-40.0))

    assert text_of(head) == "Segment 7 1:01 −40 Risk-forward · Economic"
    assert parsed(head).find("header/a").get("href") == "#s7"
    assert parsed(head).find("header/time").get("datetime") == "PT61S"
    bar = parsed(head).find("svg[@class='gutter']/rect")
    assert (bar.get("x"), bar.get("width")) == ("4.0", "16.0")


def test_a_passage_without_time_or_score_has_neither() -> None:
    head = head_of(Passage(1, None, None, None, ()))

    assert text_of(head) == "Segment 1"
    assert "<svg" not in head


def test_a_passage_left_out_of_all_scores_says_why() -> None:
    assert text_of(head_of(passage(None))).endswith("No score left out of all scores")
    assert text_of(head_of(passage(50.0, aside="advertising"))).endswith(
        "Advertising left out of all scores"
    )


@pytest.mark.parametrize("preview_url", ["", "/preview/x/"])
def test_a_score_has_reasons_and_in_public_a_link_to_report_it(preview_url: str) -> None:
    made = Assessment(scorer="stance <1>", scorer_version="abc")

    details = parsed(passage_sections([passage(-40.0)], made, preview_url)).find("section/details")

    assert details.findtext("summary") == "Why −40"
    assert "Scorer stance <1>, version abc." in "".join(details.find("div[@id='why7']").itertext())
    assert (details.find("div/p/a") is None) == bool(preview_url)


def test_a_passage_left_out_of_all_scores_has_no_reasons() -> None:
    assert "<details" not in passage_sections([passage(None)], Assessment(scorer="stance"))


def test_a_paragraph_has_an_anchor_a_time_a_speaker_and_marks() -> None:
    pieces = [Piece("We fear "), Piece("the end", "risk"), Piece(".")]

    (turn,) = parsed(turns([Turn("Ann", 75.25, "t75", pieces)], 61.5))

    assert (turn.get("id"), turn.get("data-start")) == ("t75", "75.25")
    assert turn.find("a").get("href") == "#t75"
    assert turn.findtext("a") == "1:15"
    assert "".join(turn.find("p").itertext()) == "Ann We fear the end."
    assert turn.find("p/mark").get("class") == "risk"


def test_the_first_paragraph_of_a_passage_repeats_no_time() -> None:
    (turn,) = parsed(turns([Turn("", 61.5, "t61", [Piece("Well.")])], 61.5))

    assert turn.get("id") == "t61"
    assert turn.find("a") is None
    assert turn.find("p/b") is None


def test_a_paragraph_without_an_anchor_has_no_link() -> None:
    (turn,) = parsed(turns([Turn("", None, "", [Piece("Well.")])]))

    assert turn.attrib == {"class": "turn"}


def test_shares_list_phrases_context_and_rest() -> None:
    rows = parsed(shares([{"text": "the end", "share": -12.4}], -3.0, -9.0)).findall("ul/li")

    assert ["".join(row.itertext()) for row in rows] == [
        "the end −12",
        "The rest of the conversation: −9",
        "Spread over many words: −3",
    ]


def test_shares_without_phrases_say_so_and_omit_what_rounds_to_zero() -> None:
    rows = parsed(shares([], 0.2, -0.4)).findall("ul/li")

    assert ["".join(row.itertext()) for row in rows] == ["No single phrase accounts for the score."]


def test_text_is_escaped() -> None:
    markup = turns([Turn(EVIL, 1.0, "t1", [Piece(EVIL, "find")])])
    markup += shares([{"text": EVIL, "share": 1.0}], 0.0, 0.0)
    markup += head_of(passage(None, aside=EVIL))

    assert "<script" not in markup
    assert EVIL in "".join(parsed(markup).itertext())
