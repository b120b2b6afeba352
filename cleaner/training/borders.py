"""Fit the border model: does a unit begin a new block or go on with the one before?"""

import numpy as np

from cleaner.classify.borders import border_features
from cleaner.classify.features import Floats
from cleaner.classify.network import STEPS, HiddenLayer, OutputLayer, Perceptron, Scaler
from cleaner.segment.tokens import TEXT_START
from cleaner.training.networks import Fit, merged
from cleaner.training.table import UNKNOWN, Table

_CLASSES = 2  # goes on, begins a block
_NETWORKS = 3  # single fits gave a date glued to a headline a border of 0.06 or of 0.3, by chance
_MOST_UNITS = 400_000


def fit_borders(table: Table, shape: Scaler, opinion: Floats, seed: int) -> Perceptron:
    """Fit on neighbours whose blocks are known, and on out-of-fold opinions; class 1 is "begins a block"."""
    before = np.append(UNKNOWN, table.end[:-1])
    known = (table.begin != UNKNOWN) & (before != UNKNOWN) & (table.units.breaks != TEXT_START)
    chosen = np.flatnonzero(known)
    begins = table.begin != before
    features = border_features(shape(table.dense), opinion, table.units, table.habits)
    if begins[chosen].all():
        return _always(sum(part.shape[1] for part in features))
    if len(chosen) > _MOST_UNITS:
        chosen = np.sort(np.random.default_rng(seed).choice(chosen, _MOST_UNITS, replace=False))
    inputs = np.concatenate([part[chosen] for part in features], axis=1) / np.float32(STEPS)
    target, weight = begins[chosen].astype(np.int64), np.ones(len(chosen), dtype=np.float32)
    fits = [Fit(16, 4, 1e-4, 512, 1e-3, seed + k) for k in range(_NETWORKS)]
    hidden, output = merged([fit(inputs, target, weight) for fit in fits], _CLASSES)
    return Perceptron(HiddenLayer.of(*hidden), OutputLayer.of(*output))


def _always(inputs: int) -> Perceptron:
    """A network that begins a block at every unit: what training texts without a divided block teach."""
    hidden = HiddenLayer.of(np.zeros((inputs, 1)), np.zeros(1))
    return Perceptron(hidden, OutputLayer.of(np.zeros((1, _CLASSES)), np.array([0, 20])))
