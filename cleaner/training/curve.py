"""Precision against recall of each label as its threshold rises: what `Options.thresholds` can buy."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import BadInput
from cleaner.labels import LABELS, ROLE_TO_LABEL
from cleaner.training.evaluate import Judged

Curve = NDArray[np.float64]
_TO_LABEL = np.array(ROLE_TO_LABEL)


def curves(judged: Sequence[Judged]) -> Mapping[str, Curve]:
    """(thresholds, 3) threshold, precision and recall over labelled blocks, for each label that occurs."""
    gold = np.concatenate([_TO_LABEL[j.gold] for j in judged])
    found = np.concatenate([j.predicted_label for j in judged])
    confidence = np.concatenate([j.confidence for j in judged])
    occurring = [k for k in range(len(LABELS)) if (gold == k).any() and (found == k).any()]
    return {
        str(LABELS[k]): _curve(confidence[found == k], gold[found == k] == k, int((gold == k).sum())) for k in occurring
    }


def draw(found: Mapping[str, Curve], path: Path) -> None:
    """The curves as a picture; the format by the suffix. Raises BadInput where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BadInput("a picture needs one package more: pip install matplotlib") from error
    axes = (figure := Figure(figsize=(6, 5))).subplots()
    for label, curve in found.items():
        axes.plot(curve[:, 2], curve[:, 1], label=label)
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend()
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(path)


def _curve(confidence: Curve, right: NDArray[np.bool_], gold: int) -> Curve:
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(right[order])
    curve: Curve = np.stack((confidence[order], hits / np.arange(1, len(order) + 1), hits / gold), axis=1)
    return curve
