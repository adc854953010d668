"""The part of a file that a Range header requests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.http.byte_ranges import Span, Unsatisfiable, requested_range


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=3-", Span(3, 10)),
        ("bytes=3-4", Span(3, 5)),
        ("bytes=3-99", Span(3, 10)),
        ("bytes=-4", Span(6, 10)),
        ("bytes=-99", Span(0, 10)),
        ("Bytes = 9-9", Span(9, 10)),
    ],
)
def test_a_range_header_is_parsed_to_its_span(header: str, span: Span) -> None:
    assert requested_range(header, 10) == span


@pytest.mark.parametrize(
    "header",
    ["", "bytes=-", "bytes=4-3", "bytes=0-1,3-4", "lines=0-1", "bytes=x-", "bytes=+1-2",
     "bytes=0-" + "9" * 30, "bytes=١-"],
)  # fmt: skip
def test_unsupported_ranges_give_the_whole_file(header: str) -> None:
    assert requested_range(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_a_range_after_the_end_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        requested_range(header, 10)


@given(st.text(st.sampled_from("bytes=-0123456789, "), max_size=20), st.integers(0, 50))
def test_a_span_is_within_the_file(header: str, size: int) -> None:
    try:
        span = requested_range(header, size)
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.start < span.end <= size


def test_a_span_has_its_content_range() -> None:
    assert Span(2, 5).header(10) == "bytes 2-4/10"
