"""Transcripts that may not be republished appear nowhere; scores, times and links do."""

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from library.captions.excerpts import WORDS, beginning, beginning_of
from library.captions.paragraphs import Paragraph
from library.models import Episode
from library.pages.episode.transcript import TranscriptPage
from scoring.models import Assessment
from tests.make import DARK, make_assessed
from tests.scoring.selectors.test_answering_passages import make_library

SECRET = "Marmalade"  # pragma: allowlist secret
"""The last word of every caption, which is never among the first words of a passage."""
SAID = f"{DARK} We spoke of many other things for a long while after that, too. {SECRET}."


@pytest.fixture
def withheld(db: None) -> Assessment:
    made = make_assessed("A closed talk", sentences=[SAID] * 40)
    made.episode.show.text_may_be_shared = False
    made.episode.show.text_licence = "All rights reserved"
    made.episode.show.save()
    return Assessment.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("of_show", "of_episode", "shared"),
    [(True, None, True), (False, None, False), (False, True, True), (True, False, False)],
)
@pytest.mark.django_db
def test_an_episode_overrides_its_show(
    client: Client, of_show: bool, of_episode: bool | None, shared: bool
) -> None:
    episode = make_assessed().episode
    episode.show.text_may_be_shared, episode.show.text_licence = of_show, "of the show"
    episode.show.save()
    Episode.objects.update(text_may_be_shared=of_episode, text_licence="" if shared else "own")

    said = client.get("/api/v1/episodes/a-plain-talk/").json()

    assert said["text_may_be_shared"] is shared
    assert said["text_licence"] == ("of the show" if shared else "own")
    for address in ("/api/v1/segments/", "/api/v1/episodes/a-plain-talk/segments/"):
        assert (client.get(address).json()["results"][0]["text"] is not None) is shared


@pytest.mark.parametrize("ending", ["vtt", "srt", "txt", "md", "json"])
def test_downloads_of_a_withheld_transcript_are_rejected_with_a_reason(
    withheld: object, client: Client, ending: str
) -> None:
    answer = client.get(f"/episodes/a-closed-talk/transcript.{ending}", headers={"origin": "x"})

    assert answer.status_code == 451
    assert answer["Content-Type"] == "application/problem+json"
    assert "publisher" in answer.json()["detail"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_api_rejects_cues_of_a_withheld_transcript_with_a_reason(
    withheld: object, client: Client
) -> None:
    answer = client.get("/api/v1/episodes/a-closed-talk/transcript/cues/")

    assert (answer.status_code, answer.json()["status"]) == (451, 451)
    assert "publisher" in answer.json()["detail"]
    stored = client.get("/api/v1/episodes/a-closed-talk/transcript/").json()
    assert (stored["downloads"], stored["text_may_be_shared"]) == ([], False)


def test_segments_have_scores_times_and_links_without_text(
    withheld: Assessment, client: Client
) -> None:
    of_assessment = f"episodes/a-closed-talk/assessments/{withheld.pk}/segments/"
    for address in ("segments/", "episodes/a-closed-talk/segments/", of_assessment):
        rows = client.get(f"/api/v1/{address}").json()["results"]

        assert rows
        for row in rows:
            assert row["text"] is None
            assert row["start"] is not None
            assert row["html_url"].endswith(f"#s{row['index']}")
            assert all(phrase["text"] is None for phrase in row["phrases"])
            total = sum(phrase["share"] for phrase in row["phrases"]) + row["rest"]
            assert total == pytest.approx(row["score"])
        text = client.get(f"/api/v1/{address}?format=csv").content.decode()
        assert {row["text"] for row in csv.DictReader(io.StringIO(text))} == {""}
        assert SECRET not in text


def test_a_search_result_quotes_a_withheld_passage_without_its_text(
    withheld: object, client: Client
) -> None:
    (moment,) = client.get(f"/api/v1/search/?q={SECRET}&page_size=1").json()["results"]

    assert moment["text"] is None
    assert len("".join(piece["text"] for piece in moment["highlights"])) < 400


def test_an_answer_from_a_withheld_transcript_has_no_text(db: None, client: Client) -> None:
    segment = make_library()
    address = f"/api/v1/episodes/dark-weights/segments/{segment.index}/answers/"
    (open_row,) = client.get(address).json()["results"]

    Episode.objects.filter(title="Bright weights").update(text_may_be_shared=False)
    (row,) = client.get(address).json()["results"]

    assert "open weights" in open_row["text"]
    assert row == {**open_row, "text": None}


def test_the_page_shows_the_first_words_of_each_passage(
    withheld: Assessment, client: Client
) -> None:
    page = TranscriptPage(withheld.episode, withheld.episode.transcripts.get())

    for passage in page.passages:
        words = " ".join(piece.text for turn in passage.turns for piece in turn.pieces).split()
        assert len([word for word in words if word != "…"]) <= WORDS + 3 * len(passage.turns)
    shown = client.get("/episodes/a-closed-talk/transcript/").content.decode()
    assert "does not allow us to republish" in shown
    assert "transcript.vtt" not in shown
    assert page.passages[0].start == 0


@pytest.mark.parametrize("end", ["", "transcript/", "transcript/1/answers/",
                                 "transcript/1/challenge/"])  # fmt: skip
def test_no_page_contains_a_complete_passage(withheld: object, client: Client, end: str) -> None:
    whole = withheld.segment_scores.order_by("segment__index").first().segment.text

    answer = client.get(f"/episodes/a-closed-talk/{end}")
    shown = re.sub(r"</?mark[^>]*>", "", answer.content.decode())

    assert answer.status_code == 200
    assert whole[:60] in shown
    assert whole[:400] not in shown
    assert 'transcript":' not in shown


def test_a_podcast_feed_omits_a_withheld_transcript(withheld: object, client: Client) -> None:
    closed = client.get("/podcast.xml").content.decode()
    Episode.objects.update(text_may_be_shared=True)

    assert "A closed talk" in closed
    assert "podcast:transcript" not in closed
    assert "<podcast:transcript" in client.get("/podcast.xml").content.decode()


def test_other_episodes_are_not_affected(db: None, client: Client) -> None:
    make_assessed("An open talk", sentences=[SAID] * 40)

    assert SECRET in client.get("/episodes/an-open-talk/transcript.txt").content.decode()
    assert SECRET in client.get("/api/v1/segments/").content.decode()
    assert "transcript.vtt" in client.get("/episodes/an-open-talk/transcript/").content.decode()


PARAGRAPHS = st.lists(st.lists(st.sampled_from(["a", "bee", "c."]), min_size=1), min_size=1)


@given(PARAGRAPHS)
def test_a_passage_opening_has_only_its_first_words(said: list[list[str]]) -> None:
    words = [word for paragraph in said for word in paragraph]

    shown = beginning_of([Paragraph("", None, " ".join(paragraph)) for paragraph in said])

    found = [word for paragraph in shown for word in paragraph.text.split()]
    more = len(words) > WORDS
    assert found == words[:WORDS] + ["…"] * more
    assert beginning(" ".join(words)).split() == words[:WORDS] + ["…"] * more
