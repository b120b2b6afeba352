"""Fit the border model: does a unit begin a new block or go on with the one before?"""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from cleaner.classify.borders import border_features
from cleaner.classify.features import Floats
from cleaner.classify.network import HiddenLayer, OutputLayer, Perceptron
from cleaner.segment.tokens import TEXT_START
from cleaner.training.stack import standardizer
from cleaner.training.table import UNKNOWN, Table

_HIDDEN, _EPOCHS, _BATCH = 16, 4, 512
_MOST_UNITS = 400_000


def fit_borders(table: Table, opinion: Floats, seed: int) -> Perceptron:
    """Fit on neighbours whose blocks are known, and on out-of-fold opinions; class 1 is "begins a block"."""
    before = np.append(UNKNOWN, table.end[:-1])
    known = (table.begin != UNKNOWN) & (before != UNKNOWN) & (table.units.breaks != TEXT_START)
    chosen = np.flatnonzero(known)
    begins = table.begin != before
    if begins[chosen].all():
        return _always(2 * (table.dense.shape[1] + opinion.shape[1]))
    if len(chosen) > _MOST_UNITS:
        chosen = np.sort(np.random.default_rng(seed).choice(chosen, _MOST_UNITS, replace=False))
    features = border_features(table.dense, opinion, table.units)[chosen]
    mean, scale = standardizer(features)
    network = MLPClassifier((_HIDDEN,), batch_size=min(_BATCH, len(chosen)), max_iter=_EPOCHS, random_state=seed)
    with warnings.catch_warnings():  # the number of epochs is chosen, not reached by convergence
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(np.clip((features - mean) / scale, -8, 8), begins[chosen])
    hidden = HiddenLayer.of(network.coefs_[0], network.intercepts_[0])
    # scikit-learn's one logistic output as the second of two softmax outputs
    output = OutputLayer.of(np.pad(network.coefs_[1], ((0, 0), (1, 0))), np.pad(network.intercepts_[1], (1, 0)))
    return Perceptron(mean, scale, hidden, output)


def _always(inputs: int) -> Perceptron:
    """A network that begins a block at every unit: what training texts without a divided block teach."""
    rows = np.zeros((inputs, 1), dtype=np.float32)
    hidden = HiddenLayer.of(rows, rows[0])
    output = OutputLayer.of(np.zeros((1, 2), dtype=np.float32), np.array([0, 20], dtype=np.float32))
    return Perceptron(rows[:, 0], rows[:, 0] + 1, hidden, output)
