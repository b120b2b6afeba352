"""Values as bytes."""

import datetime as dt
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from cleaner.encode import json_bytes

_ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc"), inner, max_size=4),
    max_leaves=12,
)


def _mended(value: Any) -> Any:
    """The value with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(item) for item in value]
    return {key: _mended(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(_VALUES)
def test_every_value_comes_back(value: Any) -> None:
    line = json_bytes(value)
    assert b"\n" not in line
    assert json.loads(line) == _mended(value)


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**80), 10**400])
def test_integers_of_any_size_keep_their_digits(number: int) -> None:
    assert json_bytes({"n": number}) == b'{"n":%d}' % number


def test_what_json_has_no_form_for_is_text() -> None:
    value = {"day": dt.date(2024, 2, 29), "at": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)}
    assert json.loads(json_bytes(value)) == {"day": "2024-02-29", "at": "2024-02-29 12:00:00+00:00"}


@pytest.mark.parametrize("beside", ["", "\ud800", 2**80])
def test_no_number_is_null(beside: object) -> None:
    line = json_bytes([float("nan"), float("inf"), beside])
    assert line.startswith(b"[null,null,")
