"""The SQL of the search: one skeleton for both databases.

`hit` finds the passages, `ranked` orders them and takes the page, and only those are looked at
further: scores and snippets of everything found would cost more than finding it.
"""

from dataclasses import dataclass

from library.search.query.conditions import Narrowing

BEGIN, END = "\x02", "\x03"
"""Around a found word in a snippet; stored words hold no control characters."""
SNIPPET_WORDS = 40
MOST_RANKED = {"sqlite": 2000, "postgresql": 5000}
"""Passages that are put in order. FTS5 keeps the nearest by itself, where nothing narrows them;
PostgreSQL has to read each to rank it, and takes the latest stored."""

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
  ORDER BY place, hit.published_on DESC NULLS LAST, hit.id LIMIT %s OFFSET %s)
SELECT taken.number, ranked.id, ranked.episode_id, score.score, score.lens
FROM (SELECT count(*) AS number FROM {taken}) taken LEFT JOIN ranked ON TRUE
LEFT JOIN scoring_segmentscore score ON score.segment_id = ranked.id AND score.assessment_id = (
    SELECT latest.id FROM scoring_assessment latest
    WHERE latest.transcript_id = ranked.transcript_id AND latest.kind = 'automatic'
    ORDER BY latest.leads DESC, latest.created_at DESC, latest.id DESC LIMIT 1)
ORDER BY place, ranked.published_on DESC NULLS LAST, ranked.id
"""
_SQLITE_WORDS = """word AS (
SELECT rowid AS id, rank AS place FROM library_segment_words
WHERE library_segment_words MATCH %s{nearest})"""
_SQLITE_HIT = """
SELECT seg.id, seg.transcript_id, episode.id AS episode_id, episode.published_on, word.place
FROM word JOIN library_segment seg ON seg.id = word.id{joins}WHERE TRUE{narrowed}
"""
# Kept apart, so that the planner begins with the words, the rarest of all conditions.
_POSTGRESQL_WORDS = """asked AS (SELECT to_tsquery('english', %s) AS query),
found AS MATERIALIZED (SELECT seg.id, seg.transcript_id FROM asked
  CROSS JOIN library_segment seg WHERE seg.words @@ asked.query)"""
_POSTGRESQL_HIT = """
SELECT seg.id, seg.transcript_id, episode.id AS episode_id, episode.published_on
FROM found seg{joins}WHERE TRUE{narrowed}
ORDER BY seg.id DESC LIMIT {most}
"""
_HEADLINE = f"StartSel={BEGIN},StopSel={END},MaxWords={SNIPPET_WORDS},MinWords=20,MaxFragments=1"
_SNIPPETS = {
    "sqlite": """
SELECT rowid, snippet(library_segment_words, 0, char(2), char(3), '…', {words})
FROM library_segment_words WHERE library_segment_words MATCH %s AND rowid IN ({ids})
""",
    "postgresql": """
SELECT seg.id, ts_headline('english', seg.text, asked, '{headline}')
FROM library_segment seg CROSS JOIN to_tsquery('english', %s) asked WHERE seg.id IN ({ids})
""",
}


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    values: tuple[str | float, ...]


def moments_statement(
    asked: str, narrowing: Narrowing, *, vendor: str, limit: int, offset: int, whole: bool = False
) -> Statement:
    """Return the statement that finds moments; `whole`: look at all, however many there are.

    Its rows are: how many passages were taken to be put in order, segment, episode, score, lens;
    one row with nothing but the number where none is found.
    """
    narrowed, values = narrowing.conditions(vendor)
    joins = _JOINS + (_IN_FORCE if narrowing.by_score else "")
    if vendor == "sqlite":
        capped = not narrowing and not whole
        nearest = f" ORDER BY rank LIMIT {MOST_RANKED[vendor]}" if capped else ""
        sql = _SKELETON.format(
            first=_SQLITE_WORDS.format(nearest=nearest),
            hit=_SQLITE_HIT.format(joins=joins, narrowed=narrowed),
            taken="word",
            place="hit.place",
            rank_source="",
        )
    else:
        sql = _SKELETON.format(
            first=_POSTGRESQL_WORDS,
            hit=_POSTGRESQL_HIT.format(joins=joins, narrowed=narrowed, most=MOST_RANKED[vendor]),
            taken="hit",
            place="-ts_rank_cd(seg.words, asked.query)",
            rank_source=" JOIN library_segment seg ON seg.id = hit.id CROSS JOIN asked",
        )
    return Statement(sql, (asked, *values, limit, offset))


def snippets_statement(vendor: str, number: int) -> str:
    """Return the statement that cuts snippets out of `number` passages: id, snippet."""
    ids = ", ".join(["%s"] * number)
    return _SNIPPETS[vendor].format(ids=ids, words=SNIPPET_WORDS, headline=_HEADLINE)
