"""From probabilities to blocks: label, role, confidence, and which units are one block."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Block
from cleaner.classify.features import Floats
from cleaner.classify.head import Calibration, Prediction
from cleaner.labels import LABELS, ROLE_TO_LABEL, ROLES
from cleaner.options import Options
from cleaner.segment.tokens import TEXT_START, Ints
from cleaner.segment.units import Units

# Where the likeliest label, or at least the role, changes, a weaker hint of a border is enough.
_BORDER, _BORDER_OF_ROLES, _BORDER_OF_LABELS = 0.5, 0.15, 0.05
_DIGITS = 4
_TO_LABEL = np.array(ROLE_TO_LABEL)
_FIRST_ROLE = np.searchsorted(_TO_LABEL, np.arange(len(LABELS)))  # of each label: roles stand in the order of labels


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is decided of a batch, one entry a block.

    first, last    its units are first..last
    roles          (blocks, roles) raw probabilities
    role           index into ROLES
    probabilities  (blocks, labels) calibrated
    """

    first: Ints
    last: Ints
    roles: Floats
    role: Ints
    probabilities: NDArray[np.float64]


def decide(prediction: Prediction, options: Options) -> Decisions:
    """Join units to blocks and give each a role.

    Units that the border model holds together are one block, judged by the mean of their probabilities: lines of a
    hard-wrapped paragraph help each other (dev role macro-F1 0.609 without, 0.624 with).
    """
    units = prediction.units
    likeliest = prediction.opinion.roles.argmax(axis=1)
    label = _TO_LABEL[likeliest]
    same_role, same_label = (values == np.roll(values, 1) for values in (likeliest, label))
    needed = np.where(same_role, _BORDER, np.where(same_label, _BORDER_OF_ROLES, _BORDER_OF_LABELS))
    first = np.flatnonzero((units.breaks == TEXT_START) | (prediction.border >= needed))
    last = np.append(first, len(units))[1:] - 1
    roles = block_means(prediction.opinion.roles, units, first)
    return Decisions(first, last, roles, *choose_roles(roles, prediction.calibration, options))


def to_blocks(
    decisions: Decisions, prediction: Prediction, texts: Sequence[str], reasons: Iterable[str]
) -> list[list[Block]]:
    """Blocks of each text of the batch, in order; one reason a block."""
    units = prediction.units
    text = units.text[decisions.first]
    start = (units.start[decisions.first] - prediction.offsets[text]).tolist()
    end = (units.end[decisions.last] - prediction.offsets[text]).tolist()
    label = _TO_LABEL[decisions.role]
    confidence = np.take_along_axis(decisions.probabilities, label[:, None], axis=1)[:, 0]
    body, advertisement, poll, navigation, caption = LABELS
    # Columns at once: block by block took twice the time.
    blocks = list(
        map(
            Block,
            start,
            end,
            [texts[number][a:b] for number, a, b in zip(text.tolist(), start, end, strict=True)],
            map(LABELS.__getitem__, label.tolist()),
            map(ROLES.__getitem__, decisions.role.tolist()),
            confidence.tolist(),
            [
                {body: a, advertisement: b, poll: c, navigation: d, caption: e}
                for a, b, c, d, e in decisions.probabilities.tolist()
            ],
            reasons,
        )
    )
    bounds = np.searchsorted(text, np.arange(len(texts) + 1)).tolist()
    return [blocks[a:b] for a, b in itertools.pairwise(bounds)]


def block_means(roles: Floats, units: Units, first: Ints) -> Floats:
    """(blocks, roles) mean of the units' probabilities, weighted by their length; `first` unit of each block."""
    if not len(first):
        return roles[:0]
    weight = (units.end - units.start).astype(np.float64)[:, None]
    means = np.add.reduceat(roles * weight, first, axis=0) / np.add.reduceat(weight, first, axis=0)
    return means.astype(np.float32)


def choose_roles(roles: Floats, calibration: Calibration, options: Options) -> tuple[Ints, NDArray[np.float64]]:
    """Role index of each block, and its calibrated label probabilities (blocks, labels).

    The label with the largest raw probability wins, and within it the likeliest role; where the calibrated
    probability of that label is under the user's threshold, the block gets `Options.below`.
    """
    raw = label_sums(roles)
    label = raw.argmax(axis=1)
    role = np.where(label[:, None] == _TO_LABEL, roles, -1).argmax(axis=1)
    probabilities = calibrate(raw, calibration)
    if options.thresholds:
        threshold = np.array([options.thresholds.get(name, 0.0) for name in LABELS])
        sure = np.take_along_axis(probabilities, label[:, None], axis=1)[:, 0] >= threshold[label]
        role = np.where(sure, role, ROLES.index(options.below))
    return role, probabilities


def label_sums(roles: Floats) -> Floats:
    """(blocks, labels) raw probability of each label. A matrix product would give other last bits in other batches."""
    sums: Floats = np.add.reduceat(roles, _FIRST_ROLE, axis=1)
    return sums


def calibrate(raw: Floats, calibration: Calibration) -> NDArray[np.float64]:
    """(blocks, labels) probabilities that come true as often as they say, each row summing to 1.

    One isotonic map a label, then normalised (Zadrozny & Elkan 2002); rounded, so that thresholds decide the same of
    what was written to a file.
    """
    mapped = [np.interp(raw[:, k], calibration.x[k], calibration.y[k]) for k in range(len(LABELS))]
    stacked = np.maximum(np.stack(mapped, axis=1), 1e-6)
    normal: NDArray[np.float64] = np.round(stacked / stacked.sum(axis=1, keepdims=True), _DIGITS)
    return normal
