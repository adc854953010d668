import re
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from library.captions import Cue, ParsedTranscript
from library.models import Episode, Transcript
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from scoring.selectors import published_figures
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def get(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def dark() -> Episode:
    return make_assessed("A dark talk", sentences=[DARK, PLAIN] * 60).episode


def test_the_library_lists_published_episodes_newest_first(client: Client) -> None:
    make_assessed("An old talk", published_on=date(2020, 1, 1))
    make_assessed("A new talk", published_on=date(2026, 1, 1))
    make_assessed("A talk of unknown date", published_on=None)
    make_draft()

    html = get(client, "/")
    text = words_of(html.partition('class="cards"')[2])

    assert "3 episodes" in words_of(html)
    assert text.index("A new talk") < text.index("An old talk") < text.index("unknown date")
    assert "bare draft" not in text


def test_an_empty_library_shows_a_message(client: Client) -> None:
    assert "No conversations yet." in get(client, "/")


def test_a_card_shows_position_band_lens_confidence_and_trail(
    client: Client, dark: Episode
) -> None:
    html = get(client, "/")

    assert "Risk-forward" in html
    lead = dark.assessments.get()
    assert lead.get_lens_display() in html
    assert f"{lead.get_confidence_display()} confidence" in html
    assert 'class="trail"' in html


@pytest.mark.parametrize("address", ["/shows/test-show/", "/shelves/test-shelf/"])
def test_shows_and_shelves_list_only_their_episodes(
    client: Client, dark: Episode, address: str
) -> None:
    make_assessed("Elsewhere", show="Other Show")
    Episode.objects.filter(title="Elsewhere").update(shelf=None)

    html = get(client, address)

    assert "A dark talk" in html
    assert "Elsewhere" not in html
    get(client, "/shows/no-such-show/", 404)


def test_the_episode_page_has_every_element(client: Client, dark: Episode) -> None:
    text = words_of(get(client, dark.get_absolute_url()))

    for element in (
        "Library / In focus", "Test Show", "Test shelf", "A dark talk", "Summary of A dark talk.",
        "Perspective map", "Transcript-informed", "Most risk-forward segment", "Median of all",
        "Leans risk, −", "This page −", "Episode arc by segment", "10th to 90th percentile",
        "Slice bands", "Evidence mode: speakers not identified", "Why this position", "testing",
        "Publisher transcript", "file talk.vtt", "120 captions", "Show full transcript",
        "scorer stance, version", "transcript-assessments/a-dark-talk.json",
    ):  # fmt: skip
        assert element in text, element


@pytest.mark.parametrize("reasons", [[], ["Most segments agree."]])
def test_every_link_within_an_episode_page_has_a_target(
    client: Client, dark: Episode, reasons: list[str]
) -> None:
    dark.assessments.update(confidence_reasons=reasons)
    html = get(client, dark.get_absolute_url())

    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert ("confidence" in targets) == bool(reasons)
    assert targets <= set(re.findall(r'\bid="([^"]+)"', html))
    assert "confidence</" in html.partition('class="chips"')[2].partition("</p>")[0]


def test_the_page_shows_no_empty_sections_or_negative_zero(client: Client) -> None:
    episode = make_assessed("A plain one").episode
    Episode.objects.filter(pk=episode.pk).update(summary="", shelf=None)

    html = get(client, episode.get_absolute_url())

    for missing in ("Why this matters", "Editor note", "<h2>Summary", ">nan"):
        assert missing not in html
    assert not re.search(r">None(?! of \d+ passages takes a side)", html)
    assert not re.search(r"[-−]0\b", words_of(html))


def test_the_share_of_each_band_is_of_all_segments(client: Client, dark: Episode) -> None:
    found = dark.assessments.get().read_statistics()

    assert found is not None
    risk, mixed, opportunity = found.shares
    assert f"{risk} % risk-forward, {mixed} % mixed, {opportunity} % opportunity-forward" in (
        words_of(get(client, dark.get_absolute_url()))
    )


def test_every_bar_links_to_an_existing_passage(client: Client, dark: Episode) -> None:
    page = get(client, dark.get_absolute_url())
    transcript = get(client, dark.transcript_url)

    targets = set(re.findall(r'href="[^"]*transcript/#(s\d+)"', page))
    assert targets
    assert all(f'id="{target}"' in transcript for target in targets)


def test_at_most_140_bars_are_shown_with_a_note(client: Client) -> None:
    long = make_assessed("A long talk", sentences=[PLAIN] * 2700)
    count = len(long.trail)
    assert count > 140

    html = get(client, long.episode.get_absolute_url())

    assert html.count('class="column"') == 140
    assert f"Showing 140 of {count} segments; the statistics use all" in html


def test_an_unassessed_episode_shows_a_message(client: Client) -> None:
    make_episode("Waiting")
    html = get(client, "/episodes/waiting/")

    assert "not been assessed yet" in html
    assert "Metadata only" in html
    assert "Not scored yet" in get(client, "/episodes/waiting/transcript/")
    assert "Not assessed yet" in get(client, "/")


def test_an_episode_without_a_transcript_shows_a_message(client: Client) -> None:
    make_draft()
    Episode.objects.update(status="published")

    assert "This episode has no transcript yet" in get(client, "/episodes/a-bare-draft/")
    get(client, "/episodes/a-bare-draft/transcript/", 404)


def test_drafts_are_not_public(client: Client) -> None:
    draft = make_episode("Hidden", publish=False)

    for address in (draft.get_absolute_url(), draft.transcript_url, "/api/v1/episodes/hidden/"):
        get(client, address, 404)


def test_the_transcript_has_every_word_once_with_scores_and_times(client: Client) -> None:
    episode = make_assessed("Spoken", sentences=[f"{DARK} Number {n}." for n in range(40)]).episode

    html = re.sub(r"</?mark[^>]*>", "", get(client, episode.transcript_url))

    for number in range(40):
        assert html.count(f"Number {number}.") == 1
    assert "Segment 1" in html
    assert 'datetime="PT0S"' in html
    assert re.search(r"<q>[^<]*extinction[^<]*</q> <b>−\d+</b>", html)


def test_a_time_parameter_redirects_to_its_passage(client: Client) -> None:
    episode = make_assessed("Timed", sentences=[PLAIN] * 100).episode
    second = episode.transcripts.get().segments.get(index=2)

    inside = client.get(episode.transcript_url, {"t": str((second.start or 0) + 1)})
    assert inside["Location"] == f"{episode.transcript_url}#t{int(second.start or 0)}"
    assert client.get(episode.transcript_url, {"t": "soon"})["Location"] == episode.transcript_url
    assert client.get(episode.transcript_url, {"t": "nan"}).status_code == 302


def test_a_page_works_without_an_assessment_of_the_current_transcript(client: Client) -> None:
    episode = make_assessed("Replaced").episode
    parsed = ParsedTranscript("text", (Cue("New words. " * 300),))
    import_transcript(
        parsed,
        details=EpisodeDetails(show="Test Show", title="Replaced"),
        provenance=Provenance(kind=Transcript.Kind.PASTED),
        publish=True,
    )

    assert "New words." in get(client, episode.transcript_url)
    assert get(client, episode.get_absolute_url())


def test_hostile_text_is_escaped(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    cues = (Cue(f"I fear danger {nasty} " * 20, 0.0, 9.0, nasty),)
    done = import_transcript(
        ParsedTranscript("webvtt", cues),
        details=EpisodeDetails(
            show=nasty, title=nasty, slug="nasty", summary=nasty, guests=[nasty], tags=[nasty]
        ),
        provenance=Provenance(kind=Transcript.Kind.PASTED, source_name=nasty),
        publish=True,
    )
    assess_transcript(done.transcript)

    for address in ("/", "/episodes/nasty/", "/episodes/nasty/transcript/"):
        html = get(client, address)
        assert nasty not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["/", "/methodology/", "/episodes/a-dark-talk/"])
def test_pages_forbid_foreign_and_inline_scripts(
    client: Client, dark: Episode, address: str
) -> None:
    policy = client.get(address)["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_methodology_matches_the_code(client: Client) -> None:
    text = words_of(get(client, "/methodology/"))

    for fact in ("−100", "+100", "−18 or lower", "−17 to +17", "1,100 characters", "stance"):
        assert fact in text


def test_the_methodology_has_the_figures_of_the_scorer_in_use(
    client: Client, settings: LazySettings
) -> None:
    settings.DEFAULT_SCORER = "stance-in-context"

    text = words_of(get(client, "/methodology/"))

    measured = published_figures.evaluation("stance-in-context")["scorer"]
    assert f"Pearson r {measured['segment']['pearson']:.2f}" in text
    assert "not of the one in use" not in text


def test_health_checks_respond(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "faults": {}, "warnings": {}}


@pytest.mark.parametrize("count", [1, 20])
def test_the_index_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[PLAIN, BRIGHT])

    # Five facets in one query, shelf and show in one, subject, guest, tag; positions of all, count,
    # episodes with lead assessment.
    with queries(8):
        get(client, "/")


@pytest.mark.parametrize("count", [5, 20])
def test_the_episode_page_costs_the_same_for_any_library(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[PLAIN, BRIGHT])

    # Episode, guests, tags, subjects, readers' words, assessments, scores, quotations; and 8 for
    # what is offered beside it.
    with queries(16):
        get(client, "/episodes/talk-0/")


def test_an_episode_of_5206_cues_stays_cheap_and_below_100_kilobytes(client: Client) -> None:
    episode = make_assessed("Long", sentences=["we said six words right here"] * 5206).episode

    with queries(14):
        html = get(client, episode.get_absolute_url())
    assert "5,206 captions" in html
    assert len(html.encode()) < 100_000

    # episode, transcript, segments, assessment, scores, what editors said, what readers said,
    # speakers, which passages have an answer
    with queries(9):
        get(client, episode.transcript_url)
