"""Fit the cut model: where blocks end inside lines, learned from texts whose blocks are known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from cleaner.classify.features import Floats
from cleaner.segment.cuts import CUT_BUCKETS, CUT_FEATURES, cut_features, cut_scores
from cleaner.segment.tokens import Tokens, read_characters, tokenize
from cleaner.training.sample import Sample
from cleaner.training.table import UNKNOWN, character_blocks, role_indices

_LESS = 0.25  # share of gaps inside blocks that is kept; each then counts 1 / _LESS
_TURN = 10.0  # weight of a border between roles: a missed one loses text, a needless one is joined again
_INVERSE_DECAY, _ITERATIONS = 0.3, 60
_MOST_GAPS = 4000  # of one text
_NEVER = -20.0  # bias where no block of the training texts begins inside a line


@dataclass(frozen=True, slots=True)
class CutModel:
    """Weights (CUT_BUCKETS,) and bias of the linear model of `segment.cuts`."""

    weights: Floats
    bias: float

    def __call__(self, tokens: Tokens) -> NDArray[np.float32]:
        """(tokens,) probability that a block begins at each token."""
        return cut_scores(tokens, self.weights, self.bias)


def fit_cut_model(samples: Sequence[Sample], seed: int) -> CutModel:
    """Fit on every gap inside a line whose two sides are known blocks; lines stay whole where they always were."""
    rng = np.random.default_rng(seed)
    parts = [part for sample in samples if (part := _gaps(sample, rng)) is not None]
    if not any(border.any() for _, border, _ in parts):
        return CutModel(np.zeros(CUT_BUCKETS, dtype=np.float32), _NEVER)
    features = np.concatenate([features for features, _, _ in parts])
    border = np.concatenate([border for _, border, _ in parts])
    weight = np.concatenate([weight for _, _, weight in parts])
    model = LogisticRegression(C=_INVERSE_DECAY, max_iter=_ITERATIONS)
    model.fit(_one_hot(features), border, sample_weight=weight)
    return CutModel(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def _gaps(
    sample: Sample, rng: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.float64]] | None:
    tokens = tokenize(read_characters([sample.text]))
    if not len(tokens):
        return None
    block = character_blocks(sample)[tokens.start]
    before = np.append(UNKNOWN, block[:-1])
    border = block != before
    inside = (tokens.breaks == 0) & (block != UNKNOWN) & (before != UNKNOWN)
    chosen = np.flatnonzero(inside & (border | (rng.random(len(tokens)) < _LESS)))
    if len(chosen) > _MOST_GAPS:
        chosen = rng.choice(chosen, _MOST_GAPS, replace=False)
    role = np.append(role_indices(sample), UNKNOWN)
    turns = role[block] != role[before]
    weight = np.where(border, np.where(turns, _TURN, 1.0), 1 / _LESS)
    features = np.stack([column[chosen] for column in cut_features(tokens)], axis=1)
    return features.astype(np.int32), border[chosen], weight[chosen]


def _one_hot(features: NDArray[np.int32]) -> scipy.sparse.csr_matrix:
    ends = np.arange(0, features.size + 1, CUT_FEATURES)
    values = np.ones(features.size, dtype=np.float32)
    return scipy.sparse.csr_matrix((values, features.ravel(), ends), shape=(len(features), CUT_BUCKETS))
