"""Figures of a training run, from what models fitted on other domains thought of each labelled text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.decide import choose_roles
from cleaner.classify.features import Floats
from cleaner.classify.head import Calibration
from cleaner.labels import LABELS, ROLE_TO_LABEL, ROLES, Label
from cleaner.options import Options
from cleaner.segment.tokens import Ints
from cleaner.training.evaluate import calibration_error, class_f1
from cleaner.training.sample import Sample
from cleaner.training.table import UNKNOWN, Table

# Renderings in which every line break was lost.
ONE_LINE = frozenset({"flat", "get_text_spaces", "trafilatura_text"})
_TO_LABEL = np.array(ROLE_TO_LABEL)
_BODY = LABELS.index(Label.BODY)


def cross_validated(
    table: Table, opinion: Floats, calibration: Calibration, chosen: NDArray[np.bool_], read: Sequence[bool]
) -> dict[str, Any]:
    """Figures by domain-wise cross-validation.

    table    the training units
    opinion  (units, roles) out of fold
    chosen   (units,) one unit a block
    read     which samples readers labelled and no augmentation touched
    """
    role, probabilities = choose_roles(opinion, calibration, Options())
    gold_label = _TO_LABEL[table.role[chosen]]
    found_label = _TO_LABEL[role[chosen]]
    confidence = np.take_along_axis(probabilities[chosen], found_label[:, None], axis=1)[:, 0].astype(np.float64)
    body = _body_f1(table, _TO_LABEL[role])
    texts = [k for k, marked in enumerate(read) if marked]
    return {
        "texts": len(texts),
        "blocks": int(chosen.sum()),
        "body_f1_lines": _mean(body, [k for k in texts if table.samples[k].rendering not in ONE_LINE]),
        "body_f1_one_line": _mean(body, [k for k in texts if table.samples[k].rendering in ONE_LINE]),
        "labels": class_f1(gold_label, found_label, [str(label) for label in LABELS]),
        "roles": class_f1(table.role[chosen], role[chosen], [str(role) for role in ROLES]),
        "calibration_error": {
            str(label): calibration_error(confidence[found_label == k], (gold_label == k)[found_label == k])
            for k, label in enumerate(LABELS)
            if (found_label == k).any()
        },
        "confusion": np.bincount(gold_label * len(LABELS) + found_label, minlength=len(LABELS) ** 2)
        .reshape(len(LABELS), -1)
        .tolist(),
        "renderings": _by(table.samples, texts, body, lambda sample: sample.rendering),
        "languages": _by(table.samples, texts, body, lambda sample: sample.language or "unknown"),
    }


def _body_f1(table: Table, found: Ints) -> NDArray[np.float64]:
    """(samples,) F1 of the body's characters in each text, counted by units; 1 where there is none and none found."""
    known = table.role != UNKNOWN
    gold, taken = known & (_TO_LABEL[table.role] == _BODY), known & (found == _BODY)

    def size_of(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(table.units.text[mask], table.size[mask], len(table.samples)).astype(np.float64)

    marked = size_of(gold) + size_of(taken)
    return np.where(marked > 0, 2 * size_of(gold & taken) / np.maximum(marked, 1), 1.0)


def _by(
    samples: Sequence[Sample], texts: Sequence[int], body: NDArray[np.float64], key: Callable[[Sample], str]
) -> Mapping[str, tuple[float, int]]:
    """Mean body F1 and number of texts of each key, the most frequent first."""
    groups: dict[str, list[int]] = {}
    for k in texts:
        groups.setdefault(key(samples[k]), []).append(k)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: (_mean(body, found), len(found)) for name, found in ordered}


def _mean(values: NDArray[np.float64], chosen: Sequence[int]) -> float:
    return round(float(values[list(chosen)].mean()), 4) if chosen else 0.0
