"""SQL statements of the search, for SQLite and PostgreSQL.

The subquery `hit` finds the passages, and `ranked` selects one page of them. Scores and snippets
are fetched only for that page, because fetching them for all hits would be too slow.
"""

from dataclasses import dataclass

from library.search.query.conditions import MomentFilters

BEGIN, END = "\x02", "\x03"
"""Markers around a match in a snippet; stored text contains no control characters."""
SNIPPET_WORDS = 40
MAX_RANKED = 1000
"""Maximum number of passages to rank. SQLite ranks the best matches, or all if there are filters or
an ordering by score. PostgreSQL must read each match to rank it, so it ranks only the latest."""

BY_SCORE = {"score": "score.score", "-score": "-score.score"}
"""Values of the `ordering` parameter, mapped to the SQL expressions to sort by."""

_JOINS = """
JOIN library_transcript transcript ON transcript.id = seg.transcript_id AND transcript.is_current
JOIN library_episode episode ON episode.id = transcript.episode_id AND episode.status = 'published'
"""
_IN_FORCE = """
JOIN (SELECT id, transcript_id, row_number() OVER (
        PARTITION BY transcript_id ORDER BY leads DESC, created_at DESC, id DESC) AS place
      FROM scoring_assessment WHERE kind = 'automatic') force
  ON force.transcript_id = seg.transcript_id AND force.place = 1
JOIN scoring_segmentscore score ON score.segment_id = seg.id AND score.assessment_id = force.id
"""
_LATEST = """
    SELECT latest.id FROM scoring_assessment latest
    WHERE latest.transcript_id = {row}.transcript_id AND latest.kind = 'automatic'
    ORDER BY latest.leads DESC, latest.created_at DESC, latest.id DESC LIMIT 1"""
_SKELETON = """
WITH {first}, hit AS ({hit}), ranked AS (
  SELECT hit.id, hit.transcript_id, hit.episode_id, hit.published_on, {place} AS place
  FROM hit{rank_source}
  ORDER BY place NULLS LAST, hit.published_on DESC NULLS LAST, hit.id LIMIT %s OFFSET %s)
SELECT taken.number, ranked.id, ranked.episode_id, score.score, score.lens
FROM (SELECT count(*) AS number FROM {taken}) taken LEFT JOIN ranked ON TRUE
LEFT JOIN scoring_segmentscore score
  ON score.segment_id = ranked.id AND score.assessment_id = ({latest})
ORDER BY place NULLS LAST, ranked.published_on DESC NULLS LAST, ranked.id
"""
_BY_BAND = """
WITH {first}, hit AS ({hit}), scored AS (
  SELECT hit.id, hit.episode_id, hit.published_on, {place} AS place, score.score, score.lens,
    CASE WHEN score.score <= %s THEN -1 WHEN score.score >= %s THEN 1 ELSE 0 END AS band
  FROM hit{rank_source}
  JOIN scoring_segmentscore score ON score.segment_id = hit.id AND score.score IS NOT NULL
    AND score.assessment_id = ({latest})),
numbered AS (
  SELECT scored.*, row_number() OVER (PARTITION BY band
    ORDER BY place, published_on DESC NULLS LAST, id) AS number FROM scored)
SELECT band, id, episode_id, score, lens FROM numbered WHERE number <= %s ORDER BY band, number
"""
_COUNT = "WITH {first}, hit AS ({hit}) SELECT count(*) FROM hit"
_SQLITE_WORDS = """word AS (
SELECT rowid AS id, rank AS place FROM library_segment_words
WHERE library_segment_words MATCH %s{best_only})"""
_SQLITE_HIT = """
SELECT seg.id, seg.transcript_id, episode.id AS episode_id, episode.published_on, {place}
FROM word JOIN library_segment seg ON seg.id = word.id{joins}WHERE TRUE{conditions}
"""
_POSTGRESQL_QUERY = "asked AS (SELECT to_tsquery('counterpoint', %s) AS query), "
# PostgreSQL estimates how common the words of a constant query are. If they are common, it reads
# the latest passages until enough of them match; otherwise it starts with the index of words.
_POSTGRESQL_WORDS = """found AS NOT MATERIALIZED (
SELECT seg.id, seg.transcript_id FROM library_segment seg
WHERE seg.words @@ to_tsquery('counterpoint', %s))"""
# It cannot estimate how many of the matches have certain scores, so here it starts with the words.
_POSTGRESQL_WORDS_FIRST = """found AS MATERIALIZED (
SELECT seg.id, seg.transcript_id FROM asked CROSS JOIN library_segment seg
WHERE seg.words @@ asked.query)"""
_POSTGRESQL_HIT = """
SELECT seg.id, seg.transcript_id, episode.id AS episode_id, episode.published_on, {place}
FROM found seg{joins}WHERE TRUE{conditions}
ORDER BY {order} LIMIT {max_ranked}
"""
_HEADLINE = f"StartSel={BEGIN},StopSel={END},MaxWords={SNIPPET_WORDS},MinWords=20,MaxFragments=1"
_SNIPPETS = {
    "sqlite": """
SELECT rowid, snippet(library_segment_words, 0, char(2), char(3), '…', {words})
FROM library_segment_words WHERE library_segment_words MATCH %s AND rowid IN ({ids})
""",
    "postgresql": """
SELECT seg.id, ts_headline('counterpoint', seg.text, asked, '{headline}')
FROM library_segment seg CROSS JOIN to_tsquery('counterpoint', %s) asked WHERE seg.id IN ({ids})
""",
}


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    values: tuple[str | float, ...]


def moments_statement(
    match: str,
    filters: MomentFilters,
    *,
    vendor: str,
    limit: int,
    offset: int,
    rank_all: bool = False,
    by_score: str = "",
) -> Statement:
    """Return the SQL statement that finds one page of moments.

    `by_score` is a key of BY_SCORE, or '' to order by relevance. On SQLite, `rank_all` removes the
    limit on ranked passages. The columns are the number of ranked passages, segment ID, episode ID,
    score and lens. If nothing matches, the result is a single row with only the number.
    """
    parts, values = _ranking(match, filters, vendor, by_score, rank_all=rank_all)
    sql = _SKELETON.format(
        taken="word" if vendor == "sqlite" else "hit", latest=_LATEST.format(row="ranked"), **parts
    )
    return Statement(sql, (*values, limit, offset))


def bands_statement(
    match: str, filters: MomentFilters, *, vendor: str, edge: float, limit: int
) -> Statement:
    """Return the SQL statement that finds the best `limit` moments of each band.

    Scores of `edge` points or more are outside the mixed band. PostgreSQL only considers the ranked
    passages. The columns are the band (-1, 0 or 1), segment ID, episode ID, score and lens.
    """
    parts, values = _ranking(match, filters, vendor, rank_all=True)
    sql = _BY_BAND.format(latest=_LATEST.format(row="hit"), **parts)
    return Statement(sql, (*values, -edge, edge, limit))


def _ranking(
    match: str,
    filters: MomentFilters,
    vendor: str,
    by_score: str = "",
    *,
    rank_all: bool = False,
) -> tuple[dict[str, str], list[str | float]]:
    """Return the parts of a statement that find and rank passages, and their parameters."""
    conditions, values = filters.conditions(vendor)
    sort_key = BY_SCORE.get(by_score, "")
    hit = {"joins": _joins(filters, by_score), "conditions": conditions}
    if vendor == "sqlite":
        takes_all = filters or rank_all or sort_key
        best_only = "" if takes_all else f" ORDER BY rank LIMIT {MAX_RANKED}"
        parts = {
            "first": _SQLITE_WORDS.format(best_only=best_only),
            "hit": _SQLITE_HIT.format(place=f"{sort_key or 'word.place'} AS place", **hit),
            "place": "hit.place",
            "rank_source": "",
        }
        return parts, [match, *values]
    words_first = filters.by_score or bool(sort_key)
    hit["place"] = f"{sort_key or 'NULL::float'} AS place"
    hit["order"] = f"{sort_key} NULLS LAST, seg.id" if sort_key else "seg.id DESC"
    parts = {
        "first": _postgresql_words(words_first=words_first),
        "hit": _POSTGRESQL_HIT.format(max_ranked=MAX_RANKED, **hit),
        "place": "hit.place" if sort_key else "-ts_rank(seg.words, asked.query)",
        "rank_source": " JOIN library_segment seg ON seg.id = hit.id CROSS JOIN asked",
    }
    return parts, [match, *([] if words_first else [match]), *values]


def _postgresql_words(*, words_first: bool) -> str:
    return _POSTGRESQL_QUERY + (_POSTGRESQL_WORDS_FIRST if words_first else _POSTGRESQL_WORDS)


def _joins(filters: MomentFilters, by_score: str = "") -> str:
    if filters.by_score:
        return _JOINS + _IN_FORCE
    # Passages without a score come last.
    return _JOINS + (_IN_FORCE.replace("\nJOIN", "\nLEFT JOIN") if by_score else "")


def count_statement(match: str, filters: MomentFilters, *, vendor: str, maximum: int) -> Statement:
    """Return the SQL statement that counts matching public passages, up to `maximum`."""
    conditions, values = filters.conditions(vendor)
    hit = {"joins": _joins(filters), "conditions": conditions, "place": "NULL"}
    if vendor == "sqlite":
        first = _SQLITE_WORDS.format(best_only="")
        sql = _SQLITE_HIT.format(**hit) + f" LIMIT {maximum}"
    else:
        first = _postgresql_words(words_first=True) if filters.by_score else _POSTGRESQL_WORDS
        sql = _POSTGRESQL_HIT.format(order="seg.id DESC", max_ranked=maximum, **hit)
    return Statement(_COUNT.format(first=first, hit=sql), (match, *values))


def snippets_statement(vendor: str, number: int) -> str:
    """Return the SQL that selects the IDs and the snippets of `number` passages."""
    ids = ", ".join(["%s"] * number)
    return _SNIPPETS[vendor].format(ids=ids, words=SNIPPET_WORDS, headline=_HEADLINE)
