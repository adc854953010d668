import pytest

from library.text.typing_errors import corrected_words


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("They recieve it.", "They receive it.", 1),
        ("It shows teh town", "It shows the town", 1),
        ("A town buys cameras", "A town buys cameras.", 1),
        ("The governence of models", "The governance of models", 1),
        ("the same", "the same", 0),
    ],
)
def test_a_typing_error_is_minor(old: str, new: str, count: int) -> None:
    assert corrected_words(old, new) == count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is safe.", "It is unsafe."),
        ("We can stop.", "We can not stop."),
        ("That is now true.", "That is not true."),
        ("A risk of 10 percent", "A risk of 40 percent"),
        ("Says Ann Lee", "Says Ann Lea"),
        ("The risk is small", "The rise is small"),
        ("It will cause harm", "It will cause charm"),
        ("It is regulatd", "It is deregulated"),
        ("One. Two.", "Two."),
        ("Is it?", "Is it."),
    ],
)
def test_a_change_of_meaning_is_never_minor(old: str, new: str) -> None:
    assert corrected_words(old, new) is None
