"""Functions that create test data, and a recurring episode for each band."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.text import slugify

from library.captions import Cue, ParsedTranscript, read_transcript
from library.captions.editing import Edit, Piece
from library.models import Episode, Scope, Shelf, Show, TextOrigin, Token, Transcript
from library.services.api_tokens import create_token as store_token
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from library.services.transcripts import store_transcript
from scoring.core.scorers import Judgement, Phrase
from scoring.core.spectrum import Lens, band_of
from scoring.curation.cue_edits import edit_cues
from scoring.curation.pending_changes import accept
from scoring.curation.transcript_edits import accept_failed_checks
from scoring.migrations._groups import make_groups
from scoring.models import Assessment, PassageAnswer
from scoring.services.assessing import assess_transcript, slice_transcript

DARK = "This is dangerous and I am worried about human extinction and loss of control."
PLAIN = "The model has two layers and the data was cleaned before training."
BRIGHT = "I am optimistic because it will cure diseases and bring abundance and progress."

DARK_CLAIM = (
    "I think AI companies that give away open weights will cause harm, because dangerous AI models "
    "could never be recalled, and that is a terrible risk."
)
BRIGHT_CLAIM = (
    "I believe AI with open weights will help everybody, because open source AI models are safer, "
    "and that is a great benefit and an opportunity for AI."
)
WARD = "The hospital will need a nurse, because AI cannot check every chart of the ward."
BREAD = "Let the dough rise for an hour, then fold it twice and bake it until the crust is brown."


class SimpleScorer:
    """Scores a text by its number of DARK and BRIGHT sentences; BREAD is not about AI."""

    name, version = "simple", "1"

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        return [self._judge(text) for text in texts]

    def _judge(self, text: str) -> Judgement:
        dark, bright, bread = (text.count(each[10:40]) for each in (DARK, BRIGHT, BREAD))
        if bread > dark + bright:
            return Judgement(0.0, Lens.OFF_TOPIC)
        score = 60.0 * (bright - dark) / max(1, bright + dark + text.count(PLAIN[10:40]))
        said, sign = (BRIGHT, 1) if score > 0 else (DARK, -1)
        start = text.find(said)
        if not score or start < 0:
            return Judgement(score, Lens.GOVERNANCE)
        phrase = Phrase(said, start, start + len(said), sign * abs(score) / 2)
        return Judgement(score, Lens.GOVERNANCE, lambda: [phrase])


def make_cues(sentences: Sequence[str], *, speaker: str = "", timed: bool = True) -> list[Cue]:
    """Return one cue of five seconds for each sentence."""
    return [
        Cue(
            sentence,
            5.0 * place if timed else None,
            5.0 * place + 4.0 if timed else None,
            speaker,
        )
        for place, sentence in enumerate(sentences)
    ]


def make_parsed(
    sentences: Sequence[str] = (PLAIN,) * 60, *, timed: bool = True
) -> ParsedTranscript:
    return ParsedTranscript("webvtt" if timed else "text", tuple(make_cues(sentences, timed=timed)))


def make_episode(
    title: str = "A plain talk",
    *,
    show: str = "Test Show",
    sentences: Sequence[str] = (PLAIN,) * 60,
    timed: bool = True,
    publish: bool = True,
    published_on: date | None = date(2025, 5, 1),
    kind: Transcript.Kind = Transcript.Kind.PUBLISHER,
) -> Episode:
    """Return an episode with a transcript that has no assessment."""
    return import_transcript(
        make_parsed(sentences, timed=timed),
        details=EpisodeDetails(
            show=show,
            title=title,
            shelf="Test shelf",
            guests=["Ada Guest"],
            tags=["testing"],
            published_on=published_on,
            summary=f"Summary of {title}.",
        ),
        provenance=Provenance(kind=kind, source_name="talk.vtt"),
        publish=publish,
    ).episode


def make_assessed(title: str = "A plain talk", **details: object) -> Assessment:
    """Return the automatic assessment of a new episode."""
    episode = make_episode(title, **details)  # type: ignore[arg-type]
    return assess_transcript(episode.transcripts.get()).assessment


def make_simple(title: str, *said: tuple[str, int], **details: object) -> Assessment:
    """Return SimpleScorer's assessment of an episode with this many sentences of each kind."""
    sentences = [sentence for sentence, number in said for _ in range(number)]
    episode = make_episode(title, sentences=sentences, **details)  # type: ignore[arg-type]
    return assess_transcript(episode.transcripts.get(), scorer=SimpleScorer()).assessment


def make_not_placed(title: str = "How to bake bread", **details: object) -> Assessment:
    """Return the assessment of an episode that is hardly about AI."""
    return make_simple(title, (BREAD, 200), (DARK, 20), **details)


def make_talk(title: str, claim: str, score: float, times: int = 20) -> Episode:
    """Return a published conversation at `score`, as are all of its passages."""
    assessment = make_assessed(title, sentences=[claim, PLAIN] * times)
    assessment.segment_scores.update(score=score, lens="governance")
    assessment.trail = [score for _ in assessment.trail]
    assessment.position, assessment.low, assessment.high = score, None, None
    assessment.band = band_of(score)
    assessment.save()
    return assessment.episode


def make_draft(title: str = "A bare draft") -> Episode:
    show, _ = Show.objects.get_or_create(slug="bare", defaults={"title": "Bare Show"})
    return Episode.objects.create(slug=title.lower().replace(" ", "-"), title=title, show=show)


def make_placed(
    title: str,
    position: float,
    *,
    lens: str = "technical",
    confidence: str = "high",
    show: str = "Plain Show",
    shelf: str = "",
    **details: object,
) -> Episode:
    """Return a published episode without a transcript that an editor scored `position`."""
    slug = slugify(title)[:160]
    home, _ = Show.objects.get_or_create(slug=slugify(show), defaults={"title": show})
    board = None
    if shelf:
        board, _ = Shelf.objects.get_or_create(slug=slugify(shelf), defaults={"title": shelf})
    episode = Episode.objects.create(
        slug=slug, title=title, show=home, shelf=board, status="published", **details
    )
    Assessment.objects.create(
        episode=episode,
        kind="editorial",
        assessor="Eva Editor",
        leads=True,
        position=position,
        band=band_of(position),
        lens=lens,
        confidence=confidence,
        evidence_mode="interview",
    )
    return episode


def make_answers(*episodes: Episode, subjects: Sequence[str] = ()) -> None:
    """Add to each of `episodes` a passage that answers a passage of each other one."""
    segments = []
    for episode in episodes:
        transcript, _ = store_transcript(
            episode,
            parsed=make_parsed([f"{episode.title} says so."]),
            provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
        )
        segments += slice_transcript(transcript)
    PassageAnswer.objects.bulk_create(
        PassageAnswer(
            question=one, answer=other, nearness=0.5, subjects=list(subjects), start=0, end=9
        )
        for one in segments
        for other in segments
        if one != other
    )


@cache
def real_sentences() -> tuple[str, ...]:
    """Return the captions of a sample conversation that passes every quality check."""
    path = settings.CONTENT_DIR / "sample" / "the-town-that-was-watched.vtt"
    return tuple(cue.text for cue in read_transcript(path.read_bytes(), path.name).cues)


def make_account(name: str, *groups: str) -> User:
    """Return an admin account in these groups."""
    if not Group.objects.exists():
        # Tests with their own transactions begin with empty tables.
        make_groups(apps, None)
    account = User.objects.create_user(name, password="correct horse", is_staff=True)
    account.groups.set(Group.objects.filter(name__in=groups))
    return account


def create_token(owner: User, *scopes: str, days: float = 30) -> tuple[Token, str]:
    """Return a token of `owner` with all or the given scopes, and its secret."""
    token, secret = store_token(
        owner, name="Night import", scopes=[], expires_at=timezone.now() + timedelta(days=30)
    )
    token.scopes = list(scopes) or [scope.value for scope in Scope]
    token.expires_at = timezone.now() + timedelta(days=days)
    token.save()
    return token, secret


def accept_waiting(episode: Episode) -> None:
    """Accept all pending changes as a reviewer who made none of them."""
    reviewer = User.objects.filter(username="rex").first() or make_account("rex", "Reviewer")
    for change in episode.pending_changes.waiting().order_by("pk"):
        if change.transcript and change.transcript.gates_failed:
            accept_failed_checks(change.transcript, by=reviewer, reason="It is a test.")
        accept(change, by=reviewer)


def make_ready(title: str = "A ready talk", **details: object) -> Episode:
    """Return a scored episode with texts by an editor."""
    said = {"sentences": real_sentences(), "publish": False, **details}
    episode = make_assessed(title, **said).episode
    episode.refresh_from_db()
    episode.why_it_matters, episode.summary = "It matters.", "It is about testing."
    episode.why_it_matters_by = episode.summary_by = TextOrigin.EDITOR
    episode.save()
    return episode


def correct_cue(
    transcript: Transcript, number: int, *, text: str, speaker: str, by: User
) -> Transcript:
    """Correct one cue, as the transcript editor does; on a published page it waits."""
    return edit_cues(transcript, [Edit(number, number, (Piece(text, speaker),))], by=by)
