"""Networks as scikit-learn fits them, and their layers as the model runs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from cleaner.classify.features import Floats
from cleaner.classify.network import Scaler
from cleaner.segment.tokens import Ints

Inputs: TypeAlias = Floats | scipy.sparse.csr_matrix
Weights = tuple[NDArray[np.floating], NDArray[np.floating]]
_NEVER = -30  # logit of a class that training never saw
_STOPS = 8  # along one pass over the data
_PORTION = 1 << 16  # rows at a time, so that the hidden units of all are never held at once


@dataclass(frozen=True, slots=True)
class Fit:
    """How one network is fitted: sizes, passes over the data, and the optimiser's settings.

    dropout  share of the n-grams, the first `words` columns of sparse inputs, that each row loses anew in every pass:
             a network that can do without any of them learns sites by heart less (Srivastava et al. 2014)
    """

    hidden: int
    epochs: int
    decay: float
    batch: int
    rate: float
    seed: int
    dropout: float = 0.0
    words: int = 0

    def __call__(self, inputs: Inputs, target: Ints, weight: Floats) -> MLPClassifier:
        """A network that tells the classes of `target` (rows,) from standardised inputs.

        Its weights are the mean of those along the last pass over the data (Polyak & Juditsky 1992).
        """
        network = MLPClassifier(
            hidden_layer_sizes=(self.hidden,),
            alpha=self.decay,
            batch_size=min(self.batch, max(1, len(target) // _STOPS)),
            learning_rate_init=self.rate,
            random_state=self.seed,
        )
        rng = np.random.default_rng(self.seed)
        classes = np.unique(target)
        for _ in range(self.epochs):
            means: list[NDArray[np.floating]] = []
            for number, rows in enumerate(filter(len, np.array_split(rng.permutation(len(target)), _STOPS)), start=1):
                seen = self._dropped(inputs[rows], rng)
                network.partial_fit(seen, target[rows], classes=classes, sample_weight=weight[rows])
                now = [*network.coefs_, *network.intercepts_]
                means = [mean + (layer - mean) / number for mean, layer in zip(means or now, now, strict=True)]
        network.coefs_, network.intercepts_ = means[:2], means[2:]
        return network

    def _dropped(self, rows: Inputs, rng: np.random.Generator) -> Inputs:
        """The rows without some of their n-grams, the others louder, so that sums stay as loud as they are."""
        if self.dropout and isinstance(rows, scipy.sparse.csr_matrix):
            words = np.flatnonzero(rows.indices < self.words)
            kept = rng.random(len(words), dtype=np.float32) >= self.dropout
            rows.data[words] *= kept * np.float32(1 / np.sqrt(1 - self.dropout))
        return rows


def scaler_of(rows: Floats) -> Scaler:
    """The scale of each column; a constant column keeps one that does not blow noise up."""
    return Scaler(rows.mean(axis=0), rows.std(axis=0) + np.float32(1e-2))


def probabilities(network: MLPClassifier, inputs: Inputs, classes: int) -> Floats:
    """(rows, classes) what a network thinks of each row."""
    found = np.zeros((inputs.shape[0], classes), dtype=np.float32)
    for start in range(0, inputs.shape[0], _PORTION):
        found[start : start + _PORTION, network.classes_] = network.predict_proba(inputs[start : start + _PORTION])
    return found


def merged(networks: Sequence[MLPClassifier], classes: int) -> tuple[Weights, Weights]:
    """Hidden and output weights of one network whose logits are the mean of theirs.

    That is the geometric mean of their probabilities: an ensemble at one product a layer.
    """
    hidden, output = zip(*(_layers(network, classes) for network in networks), strict=True)
    weights, bias = zip(*output, strict=True)
    together = [np.concatenate(arrays, axis=-1) for arrays in zip(*hidden, strict=True)]
    return (together[0], together[1]), (np.concatenate(weights) / len(networks), np.mean(bias, axis=0))


def _layers(network: MLPClassifier, classes: int) -> tuple[Weights, Weights]:
    """Weights and bias of the hidden layer, and of the output layer over all classes."""
    (hidden, out), (bias, out_bias) = network.coefs_, network.intercepts_
    weights = np.zeros((len(out), classes), dtype=np.float32)
    biases = np.full(classes, _NEVER, dtype=np.float32)
    known = network.classes_
    if len(known) == 2:  # scikit-learn has one logistic output for two classes: the second beside one of zero
        out, out_bias = np.pad(out, ((0, 0), (1, 0))), np.pad(out_bias, (1, 0))
    weights[:, known], biases[known] = out, out_bias
    return (hidden, bias), (weights, biases)
