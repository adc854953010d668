import pytest

from library.captions import Cue, ParsedTranscript
from library.captions.paragraphs import paragraphs
from library.models import Segment, Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.core.slicing import slice_cues
from scoring.services.assessing import slice_transcript
from tests.make import make_draft

pytestmark = pytest.mark.django_db


def test_stored_segments_have_the_paragraphs_of_the_cues() -> None:
    cues = [
        Cue(
            f"Line {n}\n of  the talk.",
            4.0 * n,
            4.0 * n + (1 if n % 9 == 0 else 4),
            f"Speaker {n // 11}",
        )
        for n in range(400)
    ]
    begins = [(piece.first_cue, piece.first_word) for piece in slice_cues(cues)]

    transcript, _ = store_transcript(
        make_draft(),
        parsed=ParsedTranscript("webvtt", tuple(cues)),
        provenance=Provenance(kind=Transcript.Kind.PASTED),
    )
    slice_transcript(transcript)

    read = [segment.read_paragraphs() for segment in Segment.objects.order_by("index")]
    assert read == paragraphs(cues, begins)
    assert len(read) > 3
    assert max(map(len, read)) > 1


def test_a_segment_without_stored_paragraphs_is_one_paragraph() -> None:
    segment = Segment(text="One two. Three.", start=3.5)

    (paragraph,) = segment.read_paragraphs()

    assert (paragraph.speaker, paragraph.start, paragraph.text) == ("", 3.5, "One two. Three.")
