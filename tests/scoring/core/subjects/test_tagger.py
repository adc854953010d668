import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.spectrum import Lens
from scoring.core.subjects.tagger import Mention, Tagger, built_in_tagger
from scoring.core.subjects.vocabulary import Subject, built_in, read_subjects

HEADER = "slug\tname\tlens\tphrases\tphrases in context\tcontext"


def subject(slug: str, *phrases: str, ambiguous: tuple[str, ...] = (), context=()) -> Subject:
    return Subject(slug, slug, Lens.TECHNICAL, phrases, ambiguous, tuple(context))


def slugs(text: str, tagger: Tagger | None = None) -> set[str]:
    return set((tagger or built_in_tagger()).tag(text).counts())


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Should labs release open-weight models?", "open-weights"),
        ("should labs release open weight models", "open-weights"),
        ("Export controls on chips to China", "chip-export-controls"),
        ("export controls on chips sold to china", "chip-export-controls"),
        ("It could be deceptively aligned.", "deceptive-alignment"),
        ("people will lose their jobs to this", "ai-and-jobs"),
        ("Everyone's job: mass unemployment", "ai-and-jobs"),
        ("an A.I. girlfriend, an a.i. tutor", "ai-tutors-and-education"),
        ("is the machine sentient", "consciousness-of-machines"),
        ("Labour's share of income, wages and inequality", "automation-wages-and-inequality"),
        ("monetisation and monetization", "business-models-and-pricing-of-ai"),
    ],
)
def test_edited_text_and_captions_mention_the_same_subjects(text: str, slug: str) -> None:
    assert slug in slugs(text)


def test_ambiguous_words_need_their_context() -> None:
    assert "robotics" not in slugs("She is a robot of a typist" + " and" * 60 + " factory")
    assert "ai-and-jobs" not in slugs("I had three jobs in college and a paper round")
    assert "ai-and-jobs" in slugs("I think AI is coming for these jobs sooner than we expect")


def test_context_counts_within_reach_and_outside_the_phrase_itself() -> None:
    tagger = Tagger([subject("bias", "algorithmic bias", ambiguous=("bias",), context=("AI",))])

    assert slugs("bias" + " and" * 39 + " ai", tagger) == {"bias"}
    assert slugs("bias" + " and" * 40 + " ai", tagger) == set()
    assert slugs("ai bias", tagger) == {"bias"}
    own = Tagger([subject("reward", "reward hacking", ambiguous=("reward",), context=("reward",))])
    assert slugs("a reward for you", own) == set()
    assert own.tag("reward hacking wins a reward").counts() == {"reward": 2}


def test_a_longer_phrase_hides_the_shorter_one_inside_it() -> None:
    tagger = Tagger([subject("control", "ai control"), subject("protocol", "ai control protocol")])

    assert slugs("an AI control protocol", tagger) == {"protocol"}
    assert slugs("AI control, and an AI control protocol", tagger) == {"control", "protocol"}


def test_mentions_have_their_offsets_in_the_text() -> None:
    text = "İ say: Open-source models. Then “superintelligences”!"
    tagger = Tagger([subject("open", "open source model*"), subject("super", "superintelligen*")])

    found = tagger.tag(text).mentions

    assert [text[one.start : one.end] for one in found] == [
        "Open-source models",
        "superintelligences",
    ]
    assert found[0] == Mention("open", 7, 25)


def test_editor_rows_add_and_replace_subjects() -> None:
    rows = read_subjects([HEADER, "open-weights\topen models\tgovernance\tglasnost models\t\t"])
    tagger = Tagger([*built_in(), *rows])

    assert len(tagger.subjects) == len(built_in())
    assert "open-weights" in slugs("glasnost models", tagger)
    assert "open-weights" not in slugs("open weights", tagger)


def test_mentions_of_ai_are_counted() -> None:
    assert built_in_tagger().tag("artificial intelligence and robots").says_ai == 2
    assert built_in_tagger().tag("he said that again").says_ai == 0


@given(st.lists(st.sampled_from(["open", "weights", "AI", "jobs", "lose", "control", "of", "."])))
def test_case_and_punctuation_do_not_change_the_mentions(words: list[str]) -> None:
    plain = built_in_tagger().tag(" ".join(words).lower()).counts()

    assert built_in_tagger().tag(" ".join(words).upper()).counts() == plain
    assert built_in_tagger().tag(" ".join(words).replace(".", " ")).counts() == plain


def test_tagging_time_is_linear_in_the_text_length() -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        built_in_tagger().tag("lose control of ai ai ai safety via debate go go " * times)
        return time.process_time() - start

    seconds(200)
    assert seconds(8_000) < 16 * max(seconds(2_000), 0.01)


def test_threads_can_share_a_tagger() -> None:
    tagger, text = (
        Tagger(built_in()),
        "open weights, deceptive alignment and mass unemployment " * 20,
    )
    expected, results = built_in_tagger().tag(text), []
    threads = [threading.Thread(target=lambda: results.append(tagger.tag(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [expected] * 8
