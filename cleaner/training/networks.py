"""Networks as scikit-learn fits them, and their layers as the model runs them."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from cleaner.classify.features import Floats
from cleaner.classify.network import Scaler
from cleaner.segment.tokens import Ints

Inputs: TypeAlias = Floats | scipy.sparse.csr_matrix
Weights = tuple[NDArray[np.floating], NDArray[np.floating]]
_NEVER = -30  # logit of a class that training never saw
_LEAST_LOGIT = -12
_PORTION = 1 << 16  # rows at a time, so that the hidden units of all are never held at once
_TAUGHT_BATCH = 512
_LESSONS = ((1e-3, 3), (2e-4, 2))  # learning rate and epochs


@dataclass(frozen=True, slots=True)
class Fit:
    """How one network is fitted: sizes, passes over the data, and the optimiser's settings."""

    hidden: int
    epochs: int
    decay: float
    batch: int
    rate: float
    seed: int

    def __call__(self, inputs: Inputs, target: Ints, weight: Floats) -> MLPClassifier:
        """A network that tells the classes of `target` (rows,) from standardised inputs."""
        network = MLPClassifier(
            hidden_layer_sizes=(self.hidden,),
            alpha=self.decay,
            batch_size=min(self.batch, len(target)),
            learning_rate_init=self.rate,
            max_iter=self.epochs,
            n_iter_no_change=self.epochs + 1,
            random_state=self.seed,
        )
        with warnings.catch_warnings():  # the number of epochs is chosen, not reached by convergence
            warnings.simplefilter("ignore", ConvergenceWarning)
            return network.fit(inputs, target, sample_weight=weight)


def taught(
    teacher: tuple[Weights, Weights], inputs: Floats, weight: Floats, hidden: int, seed: int
) -> tuple[Weights, Weights]:
    """A smaller network that gives the logits of a larger one (Ba & Caruana 2014), at a fraction of its time.

    inputs: (rows, inputs) standardised; hidden: units of the smaller one.
    """
    student = MLPRegressor(
        hidden_layer_sizes=(hidden,), batch_size=min(_TAUGHT_BATCH, len(inputs)), random_state=seed, warm_start=True
    )
    target = _logits(teacher, inputs)
    for rate, epochs in _LESSONS:
        student.set_params(learning_rate_init=rate, max_iter=epochs, n_iter_no_change=epochs + 1)
        with warnings.catch_warnings():  # as in `Fit`
            warnings.simplefilter("ignore", ConvergenceWarning)
            student.fit(inputs, target, sample_weight=weight)
    (first, last), (first_bias, last_bias) = student.coefs_, student.intercepts_
    return (first, first_bias), (last, last_bias)


def _logits(network: tuple[Weights, Weights], inputs: Floats) -> Floats:
    """(rows, classes) around a mean of 0; how very unlikely a class is makes no difference beyond `_LEAST_LOGIT`."""
    (weights, bias), (out, out_bias) = ([part.astype(np.float32) for part in layer] for layer in network)
    rows = (inputs[start : start + _PORTION] for start in range(0, len(inputs), _PORTION))
    found: Floats = np.concatenate([np.maximum(part @ weights + bias, 0) @ out + out_bias for part in rows])
    found -= found.mean(axis=1, keepdims=True)
    np.maximum(found, _LEAST_LOGIT, out=found)
    return found


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
