"""Fit the two passes with scikit-learn: words and shape first, then the neighbourhood, on out-of-fold opinions.

A second pass that is trained on the opinions of a model that saw the same pages learns to trust them too much. So
each page is judged by a model that was fitted on other domains only (stacking, Wolpert 1992). A third pass did not
help (EXPERIMENTS.md of the model).
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from cleaner.classify.context import context
from cleaner.classify.features import Floats
from cleaner.classify.head import blended, geometric_mean
from cleaner.classify.network import STEPS, Embedding, HiddenLayer, OutputLayer, Perceptron, Scaler, WordPerceptron
from cleaner.labels import ROLE_TO_LABEL, ROLES, Role
from cleaner.segment.tokens import Ints
from cleaner.training.networks import Fit, Inputs, Weights, merged, probabilities, scaler_of
from cleaner.training.table import UNKNOWN, Table, vocabulary

# Rare roles count more and furniture less: unweighted, the dev F1 of polls was 0.04 or less.
ROLE_WEIGHTS = {Role.CHROME: 0.6, Role.RELATED: 0.8, Role.PARAGRAPH: 1.0, Role.POLL: 3.0}
_OTHER_WEIGHT = 1.5
# The first pass updates a large embedding at every step, so it takes few large steps.
_WORD_BATCH, _CONTEXT_BATCH = 2048, 512

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class StackConfig:
    """Sizes and lengths of the fit; what else was tried is in the model's EXPERIMENTS.md."""

    folds: int = 4
    seed: int = 0
    least_domains: int = 16
    most_ngrams: int = 80_000
    word_networks: int = 3
    word_units: int = 32
    context_units: int = 64
    word_epochs: int = 2
    dropout: float = 0.5
    context_epochs: int = 3
    context_rate: float = 3e-4
    context_networks: int = 6
    first_share: float = 0.0
    lonely_weight: float = 1.5
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Stack:
    """The fitted passes with their scales, and what out-of-fold models thought of the training units (units, roles)."""

    shape: Scaler
    words: WordPerceptron
    around: Scaler
    second: Perceptron
    out_of_fold: Floats


def fit_stack(table: Table, config: StackConfig, log: Log) -> Stack:
    """Fit both passes on the units whose role is known."""
    folds = domain_folds(table, config.folds)
    weight = table.weight * role_weights()[table.role]
    least = min(config.least_domains, max(2, len({s.domain for s in table.samples}) // 4))
    rows, columns = vocabulary(table, least)
    log(f"{len(table.units):,} units, {columns:,} n-grams on {least} domains or more")

    shape = scaler_of(table.dense)
    steps = shape(table.dense)
    inputs = scipy.sparse.hstack(
        [table.sparse(rows, columns), steps / np.float32(STEPS)], format="csr", dtype=np.float32
    )
    fits = [
        Fit(config.word_units, config.word_epochs, 1e-4, _WORD_BATCH, 2e-3, config.seed + k, config.dropout, columns)
        for k in range(config.word_networks)
    ]
    layers, opinion = _fit_with_opinion(inputs, table.role, weight, folds, fits, config.jobs)
    words = word_perceptron(layers, rows, columns, config.most_ngrams)
    log("first pass done")
    del inputs

    beside = context(table.units, steps, opinion)
    around = scaler_of(beside)
    seen = np.concatenate((steps, around(beside)), axis=1) / np.float32(STEPS)
    del steps, beside
    fits = [
        Fit(config.context_units, config.context_epochs, 1e-3, _CONTEXT_BATCH, config.context_rate, config.seed + k)
        for k in range(config.context_networks)
    ]
    weight = weight * np.where(lonely(table), np.float32(config.lonely_weight), np.float32(1))
    (hidden, output), last = _fit_with_opinion(seen, table.role, weight, folds, fits, config.jobs)
    second = Perceptron(HiddenLayer.of(*hidden), OutputLayer.of(*output))
    log("second pass done")
    return Stack(shape, words, around, second, blended(opinion, last, config.first_share))


def domain_folds(table: Table, count: int) -> Ints:
    """(units,) fold number; a domain lies in one fold whole."""
    domains = {s.domain for s in table.samples}
    fold = folds_of(domains, count, seed=len(domains))
    return table.groups([fold[s.domain] for s in table.samples])


def folds_of(domains: Set[str], count: int, *, seed: int) -> dict[str, int]:
    """Fold of each domain, drawn by chance; folds of as many domains, give or take one."""
    order = np.random.default_rng(seed).permutation(len(domains))
    return {domain: int(k) % count for domain, k in zip(sorted(domains), order, strict=True)}


def role_weights() -> Floats:
    """(roles + 1,) training weight of each role; the last entry, 0, is for unknown roles."""
    return np.array([*(ROLE_WEIGHTS.get(role, _OTHER_WEIGHT) for role in ROLES), 0], dtype=np.float32)


def lonely(table: Table) -> NDArray[np.bool_]:
    """(units,) whether a unit's label is known and other than those of both its neighbours: the caption between
    paragraphs, the "Read more". They are few, and the neighbourhood speaks against them.
    """
    label = np.append(ROLE_TO_LABEL, UNKNOWN)[table.role]
    text, found = table.units.text, np.zeros(len(label), dtype=bool)
    here, before, after = slice(1, -1), slice(None, -2), slice(2, None)
    inside = (text[before] == text[here]) & (text[after] == text[here]) & (label[here] != UNKNOWN)
    found[here] = inside & (label[before] != label[here]) & (label[after] != label[here])
    return found


def _fit_with_opinion(
    inputs: Inputs, role: Ints, weight: Floats, folds: Ints, fits: Sequence[Fit], jobs: int
) -> tuple[tuple[Weights, Weights], Floats]:
    """The layers of networks fitted on all units, and what networks fitted on the other folds think of each."""
    known = role != UNKNOWN
    nobody = np.zeros(len(role), dtype=bool)
    tests = [*(folds == fold for fold in np.unique(folds)), nobody]
    # All at once, so that no process waits between two networks; taken in one by one, for the memory.
    fitted = Parallel(n_jobs=jobs, return_as="generator")(
        delayed(_fit_and_judge)(fit, inputs, role, weight, known & ~test, test) for fit in fits for test in tests
    )
    networks, opinions = [], []
    for _ in fits:
        opinion = np.zeros((len(role), len(ROLES)), dtype=np.float32)
        for test in tests:
            network, opinion[test] = next(fitted)
        networks.append(network)  # the last, which no test was kept from
        opinions.append(opinion)
    return merged(networks, len(ROLES)), geometric_mean(opinions, [1 / len(fits)] * len(fits))


def _fit_and_judge(
    fit: Fit, inputs: Inputs, role: Ints, weight: Floats, train: NDArray[np.bool_], test: NDArray[np.bool_]
) -> tuple[MLPClassifier, Floats]:
    network = fit(inputs[train], role[train], weight[train])
    return network, probabilities(network, inputs[test], len(ROLES))


def word_perceptron(
    layers: tuple[Weights, Weights], rows: NDArray[np.int32], columns: int, most: int
) -> WordPerceptron:
    """The first pass with the n-grams that say most: those with the longest rows of weights.

    The second pass is fitted on opinions that still have all of them; on the dev pages it made no difference.
    """
    (weights, bias), output = layers
    words = weights[:columns].astype(np.float32)
    words[0] = 0
    kept = np.sort(np.argsort(-np.linalg.norm(words[1:], axis=1), kind="stable")[:most]) + 1
    number = np.zeros(columns, dtype=np.int32)
    number[kept] = np.arange(1, len(kept) + 1)
    embedding = Embedding.of(words[np.append(0, kept)])
    return WordPerceptron(number[rows], embedding, HiddenLayer.of(weights[columns:], bias), OutputLayer.of(*output))
