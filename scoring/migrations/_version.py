"""Sets the triggers of library/migrations/_version.py on what scoring shows the public."""

from library.migrations._version import watch

TABLES = [
    "scoring_assessment",
    "scoring_segmentscore",
    "scoring_mirroroverride",
    "scoring_subject",
    "scoring_subjectoverride",
    "scoring_episodesubject",
    "scoring_passageanswer",
    # Written last whenever the terms or subjects of a transcript change.
    "scoring_transcripttopics",
]

# What waits for a moderator is not public, so strangers cannot empty the cache by writing.
SOME = {"scoring_challenge": "{row}.state = 'accepted'"}
"""Tables of which only some rows are public, and which."""

OPERATIONS = [watch(TABLES), *(watch([table], shown) for table, shown in SOME.items())]
