"""SQL statements of the search, for SQLite and PostgreSQL.

The subquery `hit` finds the passages, and `ranked` selects one page of them. Scores and snippets
are fetched only for that page, because fetching them for all hits would be too slow.
"""

from dataclasses import dataclass

from library.search.query.conditions import MomentFilters

BEGIN, END = "\x02", "\x03"
"""Markers around a match in a snippet; stored text contains no control characters."""
SNIPPET_WORDS = 40
MAX_RANKED = {"sqlite": 2000, "postgresql": 5000}
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
_SKELETON = """
WITH {first}, hit AS ({hit}), ranked AS (
  SELECT hit.id, hit.transcript_id, hit.episode_id, hit.published_on, {place} AS place
  FROM hit{rank_source}
  ORDER BY place NULLS LAST, hit.published_on DESC NULLS LAST, hit.id LIMIT %s OFFSET %s)
SELECT taken.number, ranked.id, ranked.episode_id, score.score, score.lens
FROM (SELECT count(*) AS number FROM {taken}) taken LEFT JOIN ranked ON TRUE
LEFT JOIN scoring_segmentscore score ON score.segment_id = ranked.id AND score.assessment_id = (
    SELECT latest.id FROM scoring_assessment latest
    WHERE latest.transcript_id = ranked.transcript_id AND latest.kind = 'automatic'
    ORDER BY latest.leads DESC, latest.created_at DESC, latest.id DESC LIMIT 1)
ORDER BY place NULLS LAST, ranked.published_on DESC NULLS LAST, ranked.id
"""
_COUNT = "WITH {first}, hit AS ({hit}) SELECT count(*) FROM hit"
_SQLITE_WORDS = """word AS (
SELECT rowid AS id, rank AS place FROM library_segment_words
WHERE library_segment_words MATCH %s{best_only})"""
_SQLITE_HIT = """
SELECT seg.id, seg.transcript_id, episode.id AS episode_id, episode.published_on, {place}
FROM word JOIN library_segment seg ON seg.id = word.id{joins}WHERE TRUE{conditions}
"""
# MATERIALIZED makes the planner start with the words, the most selective condition.
_POSTGRESQL_WORDS = """asked AS (SELECT to_tsquery('counterpoint', %s) AS query),
found AS {materialized} (SELECT seg.id, seg.transcript_id FROM asked
  CROSS JOIN library_segment seg WHERE seg.words @@ asked.query)"""
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
    conditions, values = filters.conditions(vendor)
    hit: dict[str, object] = {"joins": _joins(filters, by_score), "conditions": conditions}
    sort_key = BY_SCORE.get(by_score, "")
    if vendor == "sqlite":
        takes_all = filters or rank_all or sort_key
        best_only = "" if takes_all else f" ORDER BY rank LIMIT {MAX_RANKED[vendor]}"
        sql = _SKELETON.format(
            first=_SQLITE_WORDS.format(best_only=best_only),
            hit=_SQLITE_HIT.format(place=f"{sort_key or 'word.place'} AS place", **hit),
            taken="word",
            place="hit.place",
            rank_source="",
        )
    else:
        hit["place"] = f"{sort_key or 'NULL::float'} AS place"
        hit["order"] = f"{sort_key} NULLS LAST, seg.id" if sort_key else "seg.id DESC"
        sql = _SKELETON.format(
            first=_POSTGRESQL_WORDS.format(materialized="MATERIALIZED"),
            hit=_POSTGRESQL_HIT.format(max_ranked=MAX_RANKED[vendor], **hit),
            taken="hit",
            place="hit.place" if sort_key else "-ts_rank_cd(seg.words, asked.query)",
            rank_source=" JOIN library_segment seg ON seg.id = hit.id CROSS JOIN asked",
        )
    return Statement(sql, (match, *values, limit, offset))


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
        # Without filters, a count of common words can stop after the latest passages.
        words = "MATERIALIZED" if filters else "NOT MATERIALIZED"
        first = _POSTGRESQL_WORDS.format(materialized=words)
        sql = _POSTGRESQL_HIT.format(order="seg.id DESC", max_ranked=maximum, **hit)
    return Statement(_COUNT.format(first=first, hit=sql), (match, *values))


def snippets_statement(vendor: str, number: int) -> str:
    """Return the SQL that selects the IDs and the snippets of `number` passages."""
    ids = ", ".join(["%s"] * number)
    return _SNIPPETS[vendor].format(ids=ids, words=SNIPPET_WORDS, headline=_HEADLINE)
