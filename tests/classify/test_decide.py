from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Block, Cleaner, Label, Options, Role
from cleaner.classify.decide import label_sums
from cleaner.labels import LABELS, ROLES

TEXT = "\n".join(
    [
        "Home",
        "News | Sport | Weather",
        "Council votes to reopen the harbour bridge",
        "By Anna Bell",
        "12 March 2024",
        "The council voted on Tuesday to reopen the bridge, which has been closed since a storm damaged its piers.",
        "Do you think the bridge should reopen?",
        "Yes 43% (1,204 votes)",
        "ADVERTISEMENT",
        "Photo: Greta Dahl/AFP",
        "Traffic will be let through in one direction at a time until autumn, an engineer told the meeting.",
        "Read more: Five bridges that never reopened",
        "Sign up for our newsletter",
        "© 2024 The Daily Lantern",
    ]
)
Label_ = Callable[..., list[Block]]


@pytest.fixture(scope="module")
def label(toy_model: Path) -> Label_:
    """Blocks of the text under some options."""
    cleaner = Cleaner(toy_model)
    return lambda **options: cleaner.with_options(Options(**options)).label_batch([TEXT])[0]


def test_the_toy_model_tells_labels_apart(label: Label_) -> None:
    assert len({block.label for block in label()}) > 2


def test_probabilities_are_of_the_five_labels_and_sum_to_one(label: Label_) -> None:
    for block in label():
        assert set(block.probabilities) == set(Label)
        assert sum(block.probabilities.values()) == pytest.approx(1, abs=1e-3)
        assert block.confidence == block.probabilities[block.label]


@given(st.dictionaries(st.sampled_from(Label), st.floats(0, 1)), st.sampled_from(Role))
def test_thresholds_change_roles_and_nothing_else(label: Label_, thresholds: dict[Label, float], below: Role) -> None:
    for before, after in zip(label(), label(thresholds=thresholds, below=below), strict=True):
        assert (after.start, after.end, after.probabilities) == (before.start, before.end, before.probabilities)
        sure = before.confidence - thresholds.get(before.label, 0)
        if abs(sure) > 1e-4:  # confidences are rounded to four digits
            assert after.role == (before.role if sure > 0 else below)
        else:
            assert after.role in (before.role, below)


def test_a_threshold_of_zero_is_none(label: Label_) -> None:
    assert label(thresholds=dict.fromkeys(Label, 0.0)) == label()


def test_no_body_remains_below_its_threshold(label: Label_) -> None:
    for least in (0.5, 0.9, 1.0):
        body = [block for block in label(thresholds={"body": least}) if block.label == Label.BODY]
        assert all(block.confidence >= least for block in body)


def test_a_higher_threshold_never_finds_more(label: Label_) -> None:
    found = [
        sum(block.label == Label.BODY for block in label(thresholds={"body": float(least)}))
        for least in np.linspace(0, 1, 21)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_unsure_blocks_get_the_role_below(label: Label_) -> None:
    roles = {block.role for block in label(thresholds=dict.fromkeys(Label, 1.0), below="comment")}
    assert Role.COMMENT in roles
    kept = label(thresholds={"navigation": 1.0}, below=Role.PARAGRAPH)
    assert all(block.confidence == 1 for block in kept if block.label == Label.NAVIGATION)


@given(st.integers(0, 2**32 - 1))
def test_label_probabilities_are_the_same_to_the_last_bit_in_any_batch(seed: int) -> None:
    roles = np.random.default_rng(seed).dirichlet(np.full(len(ROLES), 0.3), size=50).astype(np.float32)
    sums = label_sums(roles)
    np.testing.assert_array_equal(np.concatenate([label_sums(row[None]) for row in roles]), sums)
    for k, label in enumerate(LABELS):
        own = [role.label is label for role in ROLES]
        np.testing.assert_allclose(sums[:, k], roles[:, own].sum(axis=1), rtol=1e-5, atol=1e-7)
