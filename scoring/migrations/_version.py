"""Version triggers (library/migrations/_version.py) on the public tables of scoring."""

from library.migrations._version import watch

TABLES = [
    "scoring_assessment",
    "scoring_segmentscore",
    "scoring_mirroroverride",
    "scoring_subject",
    "scoring_subjectoverride",
    "scoring_episodesubject",
    "scoring_passageanswer",
    # Always the last write when the terms or subjects of a transcript change.
    "scoring_transcripttopics",
]

# Challenges are not public before moderation, so visitors cannot invalidate the cache.
SOME = {"scoring_challenge": "{row}.state = 'accepted'"}
"""Conditions of tables of which only some rows are public."""

OPERATIONS = [watch(TABLES), *(watch([table], shown) for table, shown in SOME.items())]
