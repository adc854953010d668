import pytest

from scoring.core.answering.claims import claim_strength, has_chatter, makes_claim, question_share

CLAIM = (
    "I think AI will destroy entry level jobs because companies can replace junior people, and if "
    "we don't act now it will be much worse for everybody who comes after."
)
DESCRIPTION = (
    "The network has twelve layers with eight heads in each layer, and the second layer reads from "
    "the embedding of the previous token in the residual stream of the model we trained in 2021."
)
CHATTER = (
    "Welcome to the podcast, my guest today is a professor, thank you for joining us, and before "
    "we begin, check out our sponsor, subscribe to the newsletter and sign up for the free trial."
)
QUESTION = (
    "What do you think will happen to jobs? How should governments respond to that? Do you believe "
    "that it could be good for most workers, or would it be bad? Why should we hope at all?"
)


def test_claims_are_distinguished_from_description_chatter_and_questions() -> None:
    assert makes_claim(CLAIM)
    assert not makes_claim(DESCRIPTION)
    assert not makes_claim(CHATTER)
    assert not makes_claim(QUESTION)


def test_claims_are_recognised_without_punctuation() -> None:
    caption = CLAIM.lower().replace(",", "").replace(".", "")

    assert claim_strength(caption) == pytest.approx(claim_strength(CLAIM))
    assert makes_claim(caption)


def test_curly_apostrophes_make_no_difference() -> None:
    assert claim_strength(CLAIM.replace("'", "’")) == claim_strength(CLAIM)


def test_question_share_is_the_share_of_words_in_questions() -> None:
    assert question_share("It will be one thing. Will it be two?") == pytest.approx(4 / 9)
    assert question_share("") == claim_strength("") == 0


def test_a_short_aside_is_not_a_claim() -> None:
    assert not makes_claim("It will probably be bad because of that.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you so much for listening.", True),
        ("This episode is brought to you by a sponsor.", True),
        ("AI could be a risk to all of us.", False),
        ("", False),
    ],
)
def test_greetings_thanks_and_adverts_are_chatter(text: str, expected: bool) -> None:
    assert has_chatter(text) is expected
