"""How good a model is on labelled texts.

body F1      over non-space characters of each text, then averaged over texts; a text without body scores 1 when none
             is found
block F1     one decision a labelled block, the label that covers most of its characters, pooled over texts; the
             macro-F1 is the mean over the labels that occur. The role F1 is the same over roles
calibration  expected calibration error a predicted label: blocks in 15 bins of equal mass, mean confidence against the
             share that is right (Naeini et al. 2015, with equal-mass bins)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Block
from cleaner.core import Cleaner
from cleaner.errors import BadInput
from cleaner.labels import LABELS, ROLE_TO_LABEL, ROLES, Label
from cleaner.segment.tokens import Ints
from cleaner.training.labelled import read_labelled
from cleaner.training.sample import Sample
from cleaner.training.table import UNKNOWN, character_blocks, role_indices

_BINS = 15
_TO_LABEL = np.array([*ROLE_TO_LABEL, UNKNOWN])
_BODY = LABELS.index(Label.BODY)


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: its body F1, and a row a labelled block."""

    sample: Sample
    body_f1: float
    gold: Ints
    predicted: Ints
    predicted_label: Ints
    confidence: NDArray[np.float64]


def judge_files(files: Iterable[Path], *, cleaner: Cleaner) -> list[Judged]:
    """Every text of the files, judged. Raises BadInput on a file that holds no labelled texts."""
    judged: list[Judged] = []
    for file in files:
        before = len(judged)
        for sample in read_labelled(file):
            (blocks,) = cleaner.label_batch([sample.text], kind="text")
            judged.append(judge(sample, blocks))
        if not any(len(text.gold) for text in judged[before:]):
            raise BadInput(f"{file} holds no labelled text: some characters of a text must be in spans")
    return judged


def judge(sample: Sample, blocks: Sequence[Block]) -> Judged:
    """Compare predicted blocks with the sample's labelled spans."""
    gold_block = character_blocks(sample)[:-1]
    visible = np.array([not char.isspace() for char in sample.text], dtype=bool) & (gold_block != UNKNOWN)
    owner = np.full(len(sample.text), len(blocks))
    for k, block in enumerate(blocks):
        owner[block.start : block.end] = k
    role = np.array([*(ROLES.index(block.role) for block in blocks), UNKNOWN])
    confidence = np.array([*(block.confidence for block in blocks), 0.0])
    roles, gold_block, owner = role_indices(sample), gold_block[visible], owner[visible]
    gold_label, found_label = _TO_LABEL[roles[gold_block]], _TO_LABEL[role[owner]]
    present = np.unique(gold_block)
    return Judged(
        sample=sample,
        body_f1=_f1(gold_label == _BODY, found_label == _BODY),
        gold=roles[present],
        predicted=_majority(gold_block, role[owner], len(ROLES))[present],
        predicted_label=_majority(gold_block, found_label, len(LABELS))[present],
        confidence=confidence[_majority(gold_block, owner, len(blocks) + 1)[present]],
    )


def summarize(judged: Sequence[Judged]) -> dict[str, Any]:
    """Figures of many judged texts: body F1, F1 of each label and role, calibration error of each label."""
    gold, predicted, label, confidence = (
        np.concatenate([getattr(j, name) for j in judged])
        for name in ("gold", "predicted", "predicted_label", "confidence")
    )
    labels = class_f1(_TO_LABEL[gold], label, [str(name) for name in LABELS])
    roles = class_f1(gold, predicted, [str(role) for role in ROLES])
    figures: dict[str, Any] = {
        "texts": len(judged),
        "blocks": len(gold),
        "body F1": _mean(j.body_f1 for j in judged),
        "block macro-F1": _mean(labels.values()),
        "role macro-F1": _mean(roles.values()),
    }
    figures |= {f"block {name} F1": value for name, value in labels.items()}
    figures |= {f"role {name} F1": value for name, value in roles.items()}
    right = label == _TO_LABEL[gold]
    return figures | {
        f"{name} calibration error": calibration_error(confidence[label == k], right[label == k])
        for k, name in enumerate(LABELS)
        if (label == k).any()
    }


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over 15 bins of equal mass."""
    said, true, blocks = reliability(confidence, right).T
    return round(float((blocks * np.abs(said - true)).sum() / blocks.sum()), 4)


def reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(bins, 3) mean confidence, share that is right, and number of blocks, in at most 15 bins of equal mass."""
    order = np.argsort(confidence, kind="stable")
    bins = (part for part in np.array_split(order, _BINS) if len(part))
    return np.array([(confidence[part].mean(), right[part].mean(), len(part)) for part in bins])


def _f1(gold: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    marked = int(gold.sum()) + int(found.sum())
    return 2 * int((gold & found).sum()) / marked if marked else 1.0


def _majority(block: Ints, value: Ints, values: int) -> Ints:
    """For each block number the most frequent value among its characters."""
    if not len(block):
        return np.zeros(0, dtype=np.int64)
    blocks = int(block.max()) + 1
    shifted = np.where(value == UNKNOWN, values, value)
    votes = np.bincount(block * (values + 1) + shifted, minlength=blocks * (values + 1)).reshape(blocks, -1)
    best: Ints = votes.argmax(axis=1)
    return best


def class_f1(gold: Ints, predicted: Ints, names: Sequence[str]) -> dict[str, float]:
    """F1 of each class that occurs."""
    return {name: round(_f1(gold == k, predicted == k), 4) for k, name in enumerate(names) if (gold == k).any()}


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0
