import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.located_json import BadJson, pointer, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


@given(VALUES, st.sampled_from([None, 1]))
def test_results_match_the_standard_json_parser(value: object, indent: int | None) -> None:
    found, lines = read_json(json.dumps(value, indent=indent))

    assert found == value
    assert lines[""] == 1


def test_every_value_has_its_line_number() -> None:
    _, lines = read_json('{\n "a": [\n  1,\n  {"b/c": 2}\n ],\n\n "d": null\n}\n')

    assert lines == {"": 1, "/a": 2, "/a/0": 3, "/a/1": 4, "/a/1/b~1c": 4, "/d": 7}
    assert pointer(["a", 1, "b/c"]) == "/a/1/b~1c"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "Expecting value"),
        ('{"a": 1,\n}', 2, "a key in double quotes"),
        ('{"a": 1\n "b": 2}', 2, "expected ','"),
        ('{"a"\n 1}', 2, "expected ':'"),
        ("[1,\n]", 2, "Expecting value"),
        ("[1 2]", 1, "expected ','"),
        ("[1", 1, "expected ','"),
        ('{"a": 1,\n "a": 2}', 2, "'a' occurs twice"),
        ("[1]\n\nx", 3, "unexpected text after"),
        ("[NaN]", 1, "NaN is not a valid number"),
        ('["open\n', 1, "control character"),
        ("[" * 5000, 1, "nested deeper"),
        ("9" * 5000, 1, "limit"),
    ],
)
def test_invalid_json_is_rejected_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadJson, match=reason) as refused:
        read_json(text)

    assert refused.value.line == line
