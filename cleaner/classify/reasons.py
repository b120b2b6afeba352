"""In a few words, what decided a block's role."""

import functools

import numpy as np

from cleaner.classify.decide import Decisions
from cleaner.classify.head import Prediction
from cleaner.labels import ROLES
from cleaner.segment.tokens import Ints

_NAMED = 2  # groups of features that a reason names


def explain(prediction: Prediction, decisions: Decisions) -> list[str]:
    """One reason a block: the groups of features that spoke most for its role against the runner-up.

    Judged on the block's longest unit; `Perceptron.contributions` says how.
    """
    opinion = prediction.opinion
    longest = _longest_units(prediction, decisions)
    chosen, rival = decisions.role, runners_up(decisions)
    names, widths = zip(*opinion.groups, strict=True)
    groups = np.repeat(np.eye(len(names), dtype=np.float32), widths, axis=0)
    seen = opinion.shape[longest], opinion.around[longest]
    totals = opinion.head.second.contributions(seen, opinion.active[longest], chosen, rival, groups)
    order = np.argsort(-totals, axis=1, kind="stable")[:, :_NAMED]

    @functools.cache  # a batch has a hundred times as many blocks as reasons
    def reason(given: int, other: int, *named: int) -> str:
        return f"{' and '.join(names[k] for k in named)}, rather {ROLES[given]} than {ROLES[other]}"

    return list(map(reason, chosen.tolist(), rival.tolist(), *order.T.tolist()))


def runners_up(decisions: Decisions) -> Ints:
    """(blocks,) the likeliest role but the one that was given."""
    others = decisions.roles.copy()
    np.put_along_axis(others, decisions.role[:, None], -1, axis=1)
    rivals: Ints = others.argmax(axis=1)
    return rivals


def _longest_units(prediction: Prediction, decisions: Decisions) -> Ints:
    size = prediction.units.end - prediction.units.start
    block = np.repeat(np.arange(len(decisions.first)), decisions.last - decisions.first + 1)
    order = np.lexsort((-size, block))
    return order[decisions.first]
