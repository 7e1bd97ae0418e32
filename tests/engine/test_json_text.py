"""Plain data as JSON text: the bytes of Python's own writer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine.json_text import json_text

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@given(PLAIN)
def test_the_text_is_that_of_pythons_own_writer(data: object) -> None:
    assert json_text(data) == json.dumps(data, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("data", [0.5, {1: "a"}, {None: 1}, [b"bytes"], {"a": {1}}])
def test_what_is_no_plain_data_is_refused(data: object) -> None:
    with pytest.raises(TypeError):
        json_text(data)
