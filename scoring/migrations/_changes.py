"""Triggers on the tables of `scoring` that log episode changes (library/migrations/_changes.py)."""

from library.migrations._changes import of_part, of_shared, watch
from scoring.migrations._version import TABLES

OF_SUBJECT = "e.id IN (SELECT episode_id FROM scoring_episodesubject WHERE subject_id = NEW.id)"
LEADS = {"insert": "NEW.leads", "update": "OLD.leads OR NEW.leads", "delete": "OLD.leads"}
CHANGES = {
    "scoring_assessment": {
        verb: of_part("'rescored'", shown)[verb] for verb, shown in LEADS.items()
    },
    "scoring_episodesubject": of_part(),
    "scoring_subject": of_shared(OF_SUBJECT, "slug", "name"),
}
OPERATIONS = [watch(CHANGES, TABLES)]
