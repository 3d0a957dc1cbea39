"""A changed copy of a value, against what `dataclasses.replace` makes of it."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from hypothesis import given
from strategies import dispatches

from wiresearch.dispatch import Dispatch, WireWarning, changed, warn


@given(dispatches(), dispatches())
def test_a_changed_dispatch_is_what_replace_makes(one: Dispatch, other: Dispatch) -> None:
    fields = {"paragraphs": other.paragraphs, "versioncreated": other.versioncreated, "uri": "x:1"}
    before = pickle.dumps(one)
    made = changed(one, **fields)
    assert made == dataclasses.replace(one, **fields)
    assert hash(made) == hash(dataclasses.replace(one, **fields))
    assert type(made) is Dispatch
    assert pickle.loads(pickle.dumps(made)) == made
    assert pickle.dumps(one) == before


@given(dispatches())
def test_a_changed_value_is_frozen_and_a_misspelt_field_refused(dispatch: Dispatch) -> None:
    made = changed(dispatch.provenance, offset=7)
    assert made == dataclasses.replace(dispatch.provenance, offset=7)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.offset = 8  # type: ignore[misc]  # that it is refused is what is tested
    with pytest.raises(AttributeError):
        changed(dispatch, headlin="x")


@given(dispatches())
def test_a_warning_is_added_once(dispatch: Dispatch) -> None:
    warning = WireWarning("doubt", "a word")
    warned = warn(dispatch, warning, warning)
    assert warned.provenance.warnings == (*dispatch.provenance.warnings, warning)
    assert warn(warned, warning) is warned
    assert changed(warned, provenance=dispatch.provenance) == dispatch
