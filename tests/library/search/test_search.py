from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from library.models import Episode, Segment
from library.pages.search.page import EDGES
from library.search import moments_by_band, parse_query, search_moments
from library.search.query.conditions import MomentFilters
from library.search.suggest import suggestion
from scoring.core.spectrum import BAND_EDGE, Band
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_episode
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db


def found(text: str, narrowing: MomentFilters | None = None) -> list[str]:
    moments = search_moments(parse_query(text), narrowing)
    return sorted({moment.episode.title for moment in moments})


@pytest.fixture
def library() -> None:
    make_assessed("Dark", sentences=[DARK] * 30)
    make_assessed("Bright", sentences=[BRIGHT] * 30, show="Other Show")
    make_assessed("Plain", sentences=[PLAIN] * 30)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("extinction", ["Dark"]),
        ("EXTINCTION worried", ["Dark"]),
        ("extinction abundance", []),
        ("extinction OR abundance", ["Bright", "Dark"]),
        ('"loss of control"', ["Dark"]),
        ('"control of loss"', []),
        ("it OR model -abundance", ["Plain"]),
        ('model -"two layers"', []),
        ("layer", ["Plain"]),
        ("nothing-like-it", []),
    ],
)
def test_queries_support_words_phrases_alternatives_and_exclusions(
    asked: str, titles: list[str]
) -> None:
    assert found(asked) == titles


ODD = (
    "We gave GPT-4 3.5 percent more node.js, wrote of AI/ML and A.I. in the U.S., learned C++ and "
    "C#, met at a naïve café with O'Neil, didn’t ask R&D, and paid $1,000 for e-mail@a.example. "
    "Llama-3.1-70B on H100s, a p(doom) of 5%, 24/7, 9/11, A/B tests, ASP.NET, F#, x.ai, TCP/IP, "
    "state-of-the-art, GPT-4o, #AI, @anna, 10^26, C.I.A., the 1990s, Zürich and l’avenir: "
    "https://b.example/x?y=1."
)


@pytest.mark.parametrize(
    "asked",
    ["GPT-4", "gpt 4", "3.5", '"3.5 percent"', "node.js", "AI/ML", "A.I.", "U.S.", "C++", "C#",
     "naive", "naïve", "cafe", "CAFÉ", "O'Neil", "didn't", "didn’t", "R&D", "1,000", "a.example",
     '"in the U.S."', "learning", "-tortoise GPT-4", "Llama-3.1-70B", "llama 3.1", "70B", "H100s",
     "p(doom)", "5%", "24/7", "9/11", "A/B", "ASP.NET", "F#", "x.ai", "TCP/IP",
     "state-of-the-art", "state of the art", "GPT-4o", "#AI", "@anna", "10^26", "C.I.A.", "1990s",
     "Zurich", "Zürich", "l'avenir", "b.example", "https://b.example/x", '"24/7, 9/11"'],
)  # fmt: skip
def test_words_with_special_characters_match_on_both_databases(asked: str) -> None:
    make_assessed("Odd", sentences=[ODD, PLAIN])

    assert found(asked) == ["Odd"]


@pytest.mark.parametrize("asked", ["GPT-5", "3.6", "node.py", "A.C.", "U.K.", "-GPT-4 naive"])
def test_other_words_with_special_characters_do_not_match(asked: str) -> None:
    make_assessed("Odd", sentences=[ODD, PLAIN])

    assert found(asked) == []


@pytest.mark.usefixtures("library")
def test_a_moment_has_snippet_and_score() -> None:
    moment = search_moments(parse_query("extinction"))[0]

    assert "extinction" in [piece.text.lower() for piece in moment.pieces if piece.is_match]
    assert moment.score is not None
    assert moment.score < -BAND_EDGE
    assert moment.url.startswith(f"/episodes/dark/transcript/#s{moment.segment.index}:~:text=")
    said = "".join(piece.text for piece in moment.pieces).strip("…")
    assert said in moment.segment.text


@pytest.mark.usefixtures("library")
def test_moments_are_filtered_by_band_and_show() -> None:
    anything = "extinction OR abundance OR model"

    assert found(anything, MomentFilters(high=-BAND_EDGE)) == ["Dark"]
    assert found(anything, MomentFilters(low=BAND_EDGE)) == ["Bright"]
    assert found(anything, MomentFilters(show=("other-show",))) == ["Bright"]
    assert found(anything, MomentFilters(shelf=("no-such-shelf",))) == []


def test_drafts_and_old_transcripts_are_not_found() -> None:
    draft = make_assessed("Draft", sentences=[DARK] * 30).episode
    Episode.objects.filter(pk=draft.pk).update(status="draft")
    old = make_assessed("Old", sentences=[DARK] * 30).episode
    old.transcripts.update(is_current=False)

    assert found("extinction") == []


def test_a_passage_without_a_score_is_found() -> None:
    assessment = make_assessed("Unscored", sentences=[DARK] * 30)
    assessment.delete()

    (moment, *_) = search_moments(parse_query("extinction"))
    assert moment.score is None


def test_deleted_passages_are_not_found() -> None:
    make_assessed("Gone", sentences=[DARK] * 30).episode.delete()

    assert found("extinction") == []


@pytest.mark.parametrize("count", [1, 8])
def test_a_search_costs_the_same_for_any_number(count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[DARK] * 10)

    with queries(4):  # the moments, their snippets, their segments, their episodes
        search_moments(parse_query("extinction"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(st.sampled_from("ab\"'’-*:()&|!<>^~\\ \x00%OR;é"), max_size=30))
def test_every_query_is_valid(text: str) -> None:
    search_moments(parse_query(text))


def test_an_empty_query_has_no_results() -> None:
    make_episode()

    assert search_moments(parse_query('  - "" OR ')) == []


@pytest.mark.usefixtures("library")
def test_the_page_shows_moments_in_one_list_or_side_by_side(client: Client) -> None:
    one = client.get("/search/", {"q": "extinction OR abundance"}).text
    assert "<mark>extinction</mark>" in one
    assert "/episodes/bright/transcript/?find=" in one

    columns = client.get("/search/", {"q": "extinction", "view": "columns"}).text
    dark, _, rest = columns.partition('id="column-mixed"')
    assert "<mark>extinction</mark>" in dark
    assert "No mixed passages match." in rest
    assert "No opportunity-forward passages match." in rest


@pytest.mark.usefixtures("library")
def test_a_search_without_results_shows_help(client: Client) -> None:
    text = client.get("/search/", {"q": "extinction", "band": "opportunity-forward"}).text

    assert "Search the whole library" in text
    assert "Try fewer words" in client.get("/search/", {"q": "zebra"}).text
    assert "No passage" not in client.get("/search/").text


def test_pages_of_results_keep_the_query(client: Client) -> None:
    for number in range(5):
        make_assessed(f"Talk {number}", sentences=[f"{DARK} Take {n}." for n in range(90)])

    first = client.get("/search/", {"q": "extinction", "lens": "", "page": "1"}).text
    assert "?q=extinction&amp;page=2" in first
    second = client.get("/search/", {"q": "extinction", "page": "2"}).text
    assert first.count('class="moment"') == 20
    assert second.count('class="moment"') == Segment.objects.count() - 20
    assert client.get("/search/", {"q": "extinction", "page": "x²"}).status_code == 200


@pytest.fixture
def mentions() -> None:
    """Create passages that contain a word once, three times and nine times."""
    for title, number in (("Once", 1), ("Nine", 9), ("Three", 3)):
        make_assessed(title, sentences=["A treaty was signed."] * number + [PLAIN] * (12 - number))


@pytest.mark.usefixtures("mentions")
def test_more_mentions_rank_first_on_every_database() -> None:
    moments = search_moments(parse_query("treaty"))

    assert [moment.episode.title for moment in moments] == ["Nine", "Three", "Once"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("narrowing", "titles"),
    [
        (MomentFilters(guest=("ada-guest",)), ["Bright", "Dark", "Plain"]),
        (MomentFilters(guest=("nobody",)), []),
        (MomentFilters(tag=("testing",)), ["Bright", "Dark", "Plain"]),
        (MomentFilters(tag=("nothing",)), []),
        (MomentFilters(guest=("nobody", "ada-guest")), ["Bright", "Dark", "Plain"]),
        (MomentFilters(bands=((None, -BAND_EDGE), (BAND_EDGE, None))), ["Bright", "Dark"]),
        (MomentFilters(bands=((BAND_EDGE, None),), high=-BAND_EDGE), []),
        (MomentFilters(year=2025), ["Bright", "Dark", "Plain"]),
        (MomentFilters(year=2024), []),
        (MomentFilters(speaker="BRIGHT"), ["Bright"]),
        (MomentFilters(speaker="%"), []),
        (MomentFilters(lens=("off-topic",), high=-BAND_EDGE), []),
    ],
)
def test_moments_have_the_filters_of_the_library(
    narrowing: MomentFilters, titles: list[str]
) -> None:
    Episode.objects.get(title="Bright").transcripts.update(speakers=["Ms Bright"])

    assert found("extinction OR abundance OR model", narrowing) == titles


@pytest.mark.usefixtures("library")
def test_unpublished_matches_do_not_displace_public_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.search.query.statements.MAX_RANKED", 2)
    monkeypatch.setattr("library.search.moments.MAX_RANKED", 2)
    draft = make_assessed("Draft", sentences=["Extinction, extinction."] * 90).episode
    Episode.objects.filter(pk=draft.pk).update(status="draft")

    assert found("extinction") == ["Dark"]


@pytest.mark.usefixtures("library")
def test_the_link_to_a_moment_names_the_words_for_the_browser_to_mark() -> None:
    url = search_moments(parse_query('"loss of control"'))[0].url

    directive = unquote(url.partition(":~:text=")[2])
    assert "loss" in directive
    assert "," in directive


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("extincton", "extinction"),
        ("Extincton OR treaty", "extinction OR treaty"),
        ("Ada Gest", "Ada guest"),
        ("extinction", ""),
        ("qqqqq", ""),
        ("xy", ""),
    ],
)
@pytest.mark.usefixtures("library", "mentions")
def test_unknown_words_get_a_spelling_suggestion(asked: str, offered: str) -> None:
    assert suggestion(asked) == offered


@pytest.mark.usefixtures("library")
def test_the_page_names_its_filters_and_offers_another_spelling(client: Client) -> None:
    html = client.get(
        "/search/", {"q": "extincton", "tag": "testing", "year": "x", "band": "rosy"}
    ).text

    assert 'Did you mean <a href="/search/?q=extinction&amp;tag=testing">' in html
    active = html.partition('class="active"')[2].partition("</ul>")[0]
    assert "Tag: testing" in active
    assert 'href="/search/?q=extincton"' in active
    assert "rosy" not in html


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[DARK] * 10)

    # The version, years and five kinds of names, the four of the search, and two counts.
    with queries(13):
        client.get("/search/", {"q": "extinction"})
    # The options of the filters are cached.
    with queries(7):
        client.get("/search/", {"q": "extinction"})


@on_postgresql
@pytest.mark.parametrize(("text", "uses_words"), [("extinction", True), ("weather", False)])
def test_only_rare_words_are_found_by_the_full_text_index(text: str, uses_words: bool) -> None:
    transcripts = [make_assessed(f"Talk {n}", sentences=[PLAIN] * 10).transcript for n in range(12)]
    make_assessed("Dark", sentences=[DARK] * 10)
    Segment.objects.bulk_create(
        Segment(transcript=transcript, index=100 + number, text=f"The weather of day {number}.",
                first_cue=0, first_word=0, last_cue=0)
        for transcript in transcripts
        for number in range(300)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('library_segment_words')")

    finding, *_ = plans_of(lambda: search_moments(parse_query(text)))

    assert ("Bitmap Index Scan on library_segment_words" in finding) == uses_words
    assert "Seq Scan on library_segment" not in finding


@pytest.mark.usefixtures("library")
def test_columns_have_the_best_passages_of_each_band() -> None:
    query = parse_query("extinction OR abundance OR model")

    by_band = moments_by_band(query, MomentFilters(), limit=2)

    for band, moments in by_band.items():
        low, high = EDGES[band]
        filtered = search_moments(query, MomentFilters(low=low, high=high), limit=2)
        assert [each.segment for each in moments] == [each.segment for each in filtered]
    assert by_band[Band.RISK]
    assert moments_by_band(parse_query(""), MomentFilters(), limit=2)[Band.RISK] == []


@pytest.mark.usefixtures("library")
def test_columns_take_four_queries_and_have_the_filters() -> None:
    with queries(4):
        by_band = moments_by_band(
            parse_query("extinction OR abundance"), MomentFilters(lens=("technical",)), limit=2
        )

    assert {each.lens for moments in by_band.values() for each in moments} <= {"technical"}
