"""In a few words, what decided a block's role."""

import functools

import numpy as np

from cleaner.classify.context import context_parts
from cleaner.classify.decide import Decisions
from cleaner.classify.features import Floats, dense_parts
from cleaner.classify.model import Model, Prediction
from cleaner.labels import ROLES
from cleaner.segment.tokens import Ints, read_characters, tokenize
from cleaner.segment.units import segment

_NAMED = 2  # groups of features that a reason names


def explain(model: Model, prediction: Prediction, decisions: Decisions) -> list[str]:
    """One reason a block: the groups of features that spoke most for its role against the runner-up.

    Judged on the block's longest unit; `Perceptron.contributions` says how.
    """
    longest = _longest_units(prediction, decisions)
    chosen = decisions.role
    others = decisions.roles.copy()
    np.put_along_axis(others, chosen[:, None], -1, axis=1)
    rival = others.argmax(axis=1)
    spoken = model.second.contributions(prediction.seen[longest], chosen, rival)
    names, starts = _groups()
    totals = np.add.reduceat(spoken, starts, axis=1) if len(spoken) else spoken[:, : len(names)]
    order = np.argsort(-totals, axis=1, kind="stable")[:, :_NAMED]
    return [
        f"{' and '.join(names[k] for k in row)}, rather {ROLES[a]} than {ROLES[b]}"
        for row, a, b in zip(order.tolist(), chosen.tolist(), rival.tolist(), strict=True)
    ]


def _longest_units(prediction: Prediction, decisions: Decisions) -> Ints:
    size = prediction.units.end - prediction.units.start
    block = np.repeat(np.arange(len(decisions.first)), decisions.last - decisions.first + 1)
    order = np.lexsort((-size, block))
    return order[decisions.first]


@functools.cache
def _groups() -> tuple[tuple[str, ...], Ints]:
    """Names of the feature groups, and the column each starts at, read off a text without units."""
    chars = read_characters([])
    tokens = tokenize(chars)
    units = segment(tokens, np.zeros(0, dtype=np.float32))
    shape: Floats = np.concatenate(list(dense_parts(chars, tokens, units).values()), axis=1)
    opinion = np.zeros((0, len(ROLES)), dtype=np.float32)
    parts = [*dense_parts(chars, tokens, units).items(), *context_parts(units, shape, opinion).items()]
    widths = [part.shape[1] for _, part in parts]
    return tuple(name for name, _ in parts), np.cumsum([0, *widths[:-1]])
