"""Triggers on public tables of `scoring` that set the version (library/migrations/_version.py)."""

from library.migrations._version import OF_TRANSCRIPT, SHARED, of_episode, watch, where

OF_ASSESSMENT = "(SELECT episode_id FROM scoring_assessment WHERE id = {row}.assessment_id)"
ALWAYS = where("1 = 1")

TABLES = {
    "scoring_assessment": where("{row}.status = 'published' AND {published}{row}.episode_id)"),
    "scoring_segmentscore": of_episode(OF_ASSESSMENT),
    "scoring_mirroroverride": where("{published}{row}.first_id) AND {published}{row}.second_id)"),
    "scoring_subject": SHARED,
    "scoring_subjectoverride": of_episode(),
    "scoring_episodesubject": of_episode(),
    # Only passages of published episodes have answers.
    "scoring_passageanswer": ALWAYS,
    # Always the last write when the terms or subjects of a transcript change.
    "scoring_transcripttopics": of_episode(OF_TRANSCRIPT),
    # Challenges are not public before moderation, so visitors cannot invalidate the cache.
    "scoring_challenge": where("{row}.state = 'accepted'"),
}
OPERATIONS = [watch(TABLES)]
