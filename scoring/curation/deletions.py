"""Delete drafts and transcripts, together with their segments and assessments."""

from collections.abc import Iterable

from django.db import transaction

from library.models import Episode, Transcript
from library.services.versions import set_history_author
from scoring.curation.workflow import Account, Rejected, known_account
from scoring.services.assessing import choose_lead


@transaction.atomic
def delete_draft(episode: Episode, *, by: Account, reason: str) -> None:
    """Permanently delete an episode. Raises Rejected if the episode is published or archived."""
    if episode.status not in Episode.UNPUBLISHED:
        state = episode.get_status_display().lower()
        raise Rejected([f"The episode is {state}. Only unpublished episodes can be deleted."])
    set_history_author(episode, known_account(by), reason)
    episode.delete()


@transaction.atomic
def delete_transcripts(transcripts: Iterable[Transcript]) -> None:
    """Delete `transcripts` permanently.

    If an episode loses its current transcript, its newest remaining transcript becomes current. The
    leading assessment of every affected episode is chosen again.
    """
    keys = [transcript.pk for transcript in transcripts]
    episodes = Episode.objects.filter(transcripts__in=keys).distinct().order_by("pk")
    for episode in list(episodes):
        Episode.objects.select_for_update().get(pk=episode.pk)
        episode.transcripts.filter(pk__in=keys).delete()
        if not episode.transcripts.current().exists():
            newest = episode.transcripts.without_cues().order_by("-stored_at", "-pk").first()
            if newest is not None:
                newest.is_current = True
                newest.save(update_fields=["is_current"])
        choose_lead(episode)
