"""What confidence is worth, as pictures: precision against recall of each label as its threshold rises, which is what
`Options.thresholds` can buy, and how often a label is right that the model is so sure of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import BadInput
from cleaner.labels import LABELS, ROLE_TO_LABEL
from cleaner.training.evaluate import Judged, reliability

Curve = NDArray[np.float64]
_TO_LABEL = np.array(ROLE_TO_LABEL)


@dataclass(frozen=True, slots=True)
class Worth:
    """Of one label.

    trade     (thresholds, 3) threshold, precision and recall over labelled blocks
    reliable  (bins, 3) mean confidence, share that is right, number of blocks
    """

    trade: Curve
    reliable: Curve


def curves(judged: Sequence[Judged]) -> Mapping[str, Worth]:
    """The worth of each label that occurs."""
    gold = np.concatenate([_TO_LABEL[j.gold] for j in judged])
    found = np.concatenate([j.predicted_label for j in judged])
    confidence = np.concatenate([j.confidence for j in judged])
    worth = {}
    for k, label in enumerate(LABELS):
        sure, right = confidence[found == k], gold[found == k] == k
        if len(sure) and (gold == k).any():
            worth[str(label)] = Worth(_curve(sure, right, int((gold == k).sum())), reliability(sure, right))
    return worth


def check_picture(path: Path) -> None:
    """Raises BadInput where `draw` cannot make this file: matplotlib is not installed, or has no such format."""
    formats = _figure().canvas.get_supported_filetypes()
    if path.suffix.lower().removeprefix(".") not in formats:
        raise BadInput(f"{path} is no picture that can be drawn: name a .svg or a .png")


def draw(found: Mapping[str, Worth], path: Path) -> None:
    """Both as a picture; the format by the suffix. Raises BadInput as `check_picture`."""
    check_picture(path)
    trade, reliable = (figure := _figure()).subplots(1, 2)
    for label, worth in found.items():
        trade.plot(worth.trade[:, 2], worth.trade[:, 1], label=label)
        reliable.plot(worth.reliable[:, 0], worth.reliable[:, 1], marker=".", label=label)
    reliable.plot((0, 1), (0, 1), color="grey", linestyle=":")
    trade.set(xlabel="recall", ylabel="precision", title="as the threshold rises")
    reliable.set(xlabel="confidence", ylabel="share that is right", title="calibration")
    for axes in (trade, reliable):
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
        axes.grid(visible=True, alpha=0.3)
    trade.legend()
    figure.tight_layout()
    figure.savefig(path)


def _figure() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BadInput("a picture needs one package more: pip install 'news-cleaner[train]'") from error
    return Figure(figsize=(11, 5))


def _curve(confidence: Curve, right: NDArray[np.bool_], gold: int) -> Curve:
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(right[order])
    curve: Curve = np.stack((confidence[order], hits / np.arange(1, len(order) + 1), hits / gold), axis=1)
    return curve
