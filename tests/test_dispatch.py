"""A changed copy of a value, against what `dataclasses.replace` makes of it."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from hypothesis import given
from strategies import dispatches

from wiresearch.dispatch import Dispatch, WireWarning, changed, made, warn


@given(dispatches(), dispatches())
def test_a_changed_dispatch_is_what_replace_makes(one: Dispatch, other: Dispatch) -> None:
    fields = {"paragraphs": other.paragraphs, "versioncreated": other.versioncreated, "uri": "x:1"}
    before = pickle.dumps(one)
    copy = changed(one, **fields)
    assert copy == dataclasses.replace(one, **fields)
    assert hash(copy) == hash(dataclasses.replace(one, **fields))
    assert type(copy) is Dispatch
    assert pickle.loads(pickle.dumps(copy)) == copy
    assert pickle.dumps(one) == before


@given(dispatches())
def test_what_is_made_is_what_the_class_makes(dispatch: Dispatch) -> None:
    fields = {"provenance": dispatch.provenance, "headline": dispatch.headline, "entities": dispatch.entities}
    assert made(Dispatch, **fields) == Dispatch(**fields)
    for wrong in ({}, fields | {"headlin": "x"}):
        with pytest.raises(TypeError):
            made(Dispatch, **wrong)


@given(dispatches())
def test_a_changed_value_is_frozen_and_a_misspelt_field_refused(dispatch: Dispatch) -> None:
    copy = changed(dispatch.provenance, offset=7)
    assert copy == dataclasses.replace(dispatch.provenance, offset=7)
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.offset = 8  # type: ignore[misc]  # that it is refused is what is tested
    with pytest.raises(AttributeError):
        changed(dispatch, headlin="x")


@given(dispatches())
def test_a_warning_is_added_once(dispatch: Dispatch) -> None:
    warning = WireWarning("doubt", "a word")
    warned = warn(dispatch, warning, warning)
    assert warned.provenance.warnings == (*dispatch.provenance.warnings, warning)
    assert warn(warned, warning) is warned
    assert changed(warned, provenance=dispatch.provenance) == dispatch
