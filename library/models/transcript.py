"""Models for transcripts, speaker labels and segments."""

from dataclasses import replace
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, Q, QuerySet, When
from simple_history.models import HistoricalRecords

from library.captions import Cue
from library.captions.paragraphs import Paragraph
from library.models.episode import Episode
from library.models.fields import account_field


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def without_cues(self) -> Self:
        """Defer the cues, which can be several megabytes."""
        return self.defer("cues")

    def licences(self) -> QuerySet[Any, tuple[str, int]]:
        """Return (licence, number of transcripts) for published episodes; '' means unknown."""
        own = "episode__text_licence"
        stated = Case(When(**{own: ""}, then=F("episode__show__text_licence")), default=F(own))
        public = self.current().filter(episode__status="published").order_by()
        counted = public.annotate(stated=stated).values("stated").annotate(n=Count("pk"))
        rows: Any = counted.order_by("-n", "stated").values_list("stated", "n")
        return rows  # type: ignore[no-any-return]

    def never_assessed(self) -> Self:
        """Return transcripts without an automatic assessment."""
        return self.exclude(assessments__kind="automatic").order_by("pk")

    def assessed_before(self, *, scorer: str, version: str) -> Self:
        """Return transcripts that were assessed automatically, but not by this scorer version."""
        outdated = self.not_assessed_by(scorer=scorer, version=version)
        return outdated.exclude(pk__in=self.never_assessed().order_by().values("pk"))

    def not_assessed_by(self, *, scorer: str, version: str) -> Self:
        """Return transcripts that this version of the scorer has not assessed."""
        return self.exclude(
            assessments__kind="automatic",
            assessments__scorer=scorer,
            assessments__scorer_version=version,
        )


class Transcript(models.Model):
    """An immutable transcript of an episode, with its provenance.

    A correction or a better source is stored as a new transcript, which becomes the current one.
    """

    class Kind(models.TextChoices):
        YOUTUBE_AUTOMATIC = "youtube-automatic", "YouTube captions, automatic"
        YOUTUBE_UPLOADED = "youtube-uploaded", "YouTube captions, uploaded"
        YOUTUBE = "youtube", "YouTube captions, automatic or uploaded"
        PUBLISHER = "publisher", "Publisher transcript"
        MACHINE = "machine", "Machine transcription"
        PASTED = "pasted", "Pasted text"
        UNKNOWN = "unknown", "Transcript of unknown origin"

    WRITTEN_BY_PEOPLE = frozenset({Kind.YOUTUBE_UPLOADED, Kind.PUBLISHER})

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="transcripts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    source_name = models.CharField("file", max_length=255, blank=True)
    source_note = models.CharField(
        max_length=255, blank=True, help_text="Description of the source."
    )
    source_format = models.CharField(max_length=20)
    video_id = models.CharField(max_length=20, blank=True)
    language = models.CharField(
        max_length=20, blank=True, help_text="BCP 47 tag; empty if unknown."
    )
    stored_at = models.DateTimeField(auto_now_add=True)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the cues.")
    cues = models.JSONField(help_text="List of {text, start, end, speaker}; seconds.")
    repairs = models.JSONField(default=dict, help_text="Repairs during import: number by kind.")
    cue_count = models.PositiveIntegerField()
    word_count = models.PositiveIntegerField()
    speakers = models.JSONField(default=list, help_text="Names in order of first appearance.")
    duration = models.FloatField(
        null=True, help_text="Latest time of a cue in seconds; empty if not timed."
    )
    gates = models.JSONField(
        default=list, help_text="Results of quality checks: {name, passed, sentence}."
    )
    gates_failed = models.PositiveSmallIntegerField(default=0)
    gates_waived_reason = models.TextField(blank=True)
    gates_waived_by = account_field()
    corrects = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="corrections", null=True, editable=False
    )
    is_current = models.BooleanField(default=True)

    objects = TranscriptQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["cues"])

    class Meta:
        ordering = ["-stored_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "checksum"], name="transcript_is_stored_once"
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(is_current=True),
                name="episode_has_one_current_transcript",
            ),
            models.CheckConstraint(
                condition=Q(cue_count__gt=0, word_count__gt=0), name="transcript_has_words"
            ),
        ]

        permissions = [("waive_gates", "Can waive a failed quality check, with a reason")]

    def __str__(self) -> str:
        return f"{self.episode.title}: {self.get_kind_display()}"

    @property
    def failed_gates(self) -> list[str]:
        """Explanations of the failed quality checks."""
        return [gate["sentence"] for gate in self.gates if not gate["passed"]]

    @property
    def is_timed(self) -> bool:
        return self.duration is not None

    @property
    def is_written_by_people(self) -> bool:
        return self.kind in self.WRITTEN_BY_PEOPLE

    def read_cues(self) -> list[Cue]:
        cues: list[dict[str, Any]] = self.cues
        return [Cue.from_dict(cue) for cue in cues]

    def shown_names(self) -> dict[str, str]:
        """Return the speaker names that editors changed, mapped to the new names."""
        return {mark.name: mark.shown_as for mark in self.speaker_marks.all() if mark.shown_as}

    def read_shown_cues(self) -> list[Cue]:
        """Return the cues with the speaker names chosen by editors."""
        names = self.shown_names()
        return [
            replace(cue, speaker=names[cue.speaker]) if cue.speaker in names else cue
            for cue in self.read_cues()
        ]


class SpeakerMark(models.Model):
    """An editor's display name and role for a speaker in a transcript; the cues do not change.

    Names with the same `shown_as` belong to the same speaker.
    """

    class Role(models.TextChoices):
        HOST = "host", "Host"
        GUEST = "guest", "Guest"
        ADVERT = "advert", "Advert"

    transcript = models.ForeignKey(
        Transcript, on_delete=models.CASCADE, related_name="speaker_marks"
    )
    name = models.CharField(max_length=200)
    shown_as = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "name"], name="speaker_is_marked_once")
        ]

    def __str__(self) -> str:
        return self.shown_as or self.name


class Segment(models.Model):
    """A slice of a transcript, the unit of scoring.

    The text starts at word `first_word` of cue `first_cue` (both counted from 0) and ends where the
    next segment starts. `start` and `end` are null if the transcript is not timed. The paragraphs
    are stored because reading all cues takes most of the time of the transcript page.
    """

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="segments")
    index = models.PositiveIntegerField(help_text="Number in transcript order, from 1.")
    text = models.TextField()
    start = models.FloatField(null=True, help_text="Seconds.")
    end = models.FloatField(null=True, help_text="Seconds.")
    first_cue = models.PositiveIntegerField()
    first_word = models.PositiveIntegerField()
    last_cue = models.PositiveIntegerField()
    paragraphs = models.JSONField(
        default=list, help_text="List of [position in the text, start in seconds, speaker]."
    )

    class Meta:
        ordering = ["transcript", "index"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "index"], name="segment_index_is_unique"),
            models.CheckConstraint(condition=Q(index__gte=1), name="segment_index_is_from_1"),
            models.CheckConstraint(
                condition=Q(last_cue__gte=F("first_cue")), name="segment_cues_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="segment_times_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Segment {self.index}"

    def read_paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs, or the whole text as one if they are not stored."""
        begins = self.paragraphs or [[0, self.start, ""]]
        ends = [begin[0] - 1 for begin in begins[1:]] + [len(self.text)]
        return [
            Paragraph(speaker, start, self.text[first:end])
            for (first, start, speaker), end in zip(begins, ends, strict=True)
        ]
