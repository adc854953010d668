"""Delete transcripts, with their segments and assessments."""

from collections.abc import Iterable

from django.db import transaction

from library.models import Episode, Transcript
from scoring.services.assessing import choose_lead


@transaction.atomic
def delete_transcripts(transcripts: Iterable[Transcript]) -> None:
    """Delete `transcripts` permanently.

    If one was current, the newest remaining transcript of its episode becomes current, and the
    leading assessment is chosen again.
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
