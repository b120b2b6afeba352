"""Which words spoke for the role of a block, and which against it: what `cleaner explain` shows."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from cleaner.classify.around import Around, names_around
from cleaner.classify.decide import Decisions
from cleaner.classify.features import NGRAMS, tokens_seen
from cleaner.classify.head import Prediction
from cleaner.classify.reasons import runners_up
from cleaner.segment.page import Page

Spoken = list[tuple[str, float]]


def spoken_words(
    prediction: Prediction, decisions: Decisions, sources: Sequence[str], pages: Sequence[Page]
) -> list[Spoken]:
    """For each block its words, and of a page the tags and class words around it and where it leads, with how much each
    spoke for the block's role against the runner-up in the first pass; the loudest first.

    pages  those that were judged; none where texts were, and not read where pages were judged by their text
    """
    units = prediction.units
    count = decisions.last - decisions.first + 1
    chosen, rival = np.repeat(decisions.role, count), np.repeat(runners_up(decisions), count)
    opinion = prediction.opinion
    grams = prediction.grams.flat()
    amounts = opinion.head.words.contributions(grams, opinion.shape, chosen, rival)
    starts = np.searchsorted(grams.unit, np.arange(len(units) + 1))
    names = _names(prediction, sources)
    around = _names_around(pages, names) if prediction.grams.shared else [[]] * len(units)
    found = []
    for first, last in zip(decisions.first.tolist(), decisions.last.tolist(), strict=True):
        spoken: defaultdict[str, float] = defaultdict(float)
        for unit in range(first, last + 1):
            own = names[unit] + around[unit]
            for name, amount in zip(own, amounts[starts[unit] : starts[unit + 1]].tolist(), strict=True):
                spoken[name] += amount
        found.append(sorted(spoken.items(), key=lambda pair: -abs(pair[1])))
    return found


def _names(prediction: Prediction, sources: Sequence[str]) -> list[list[str]]:
    """The word that each n-gram of a unit's text starts from."""
    tokens, units = prediction.tokens, prediction.units
    names: list[list[str]] = [[] for _ in range(len(units))]
    unit = np.repeat(np.arange(len(units)), units.last - units.first)
    for token in tokens_seen(units).tolist():
        text = int(tokens.text[token])
        offset = int(prediction.offsets[text])
        word = sources[text][int(tokens.start[token]) - offset : int(tokens.end[token]) - offset]
        names[unit[token]] += [word] * NGRAMS
    return names


def _names_around(pages: Sequence[Page], names: Sequence[list[str]]) -> list[list[str]]:
    """Of each piece of the pages, what each n-gram stands for that is not of its own text."""
    found: list[list[str]] = []
    for page in pages:
        own = names[len(found) : len(found) + len(page.runs)]
        found += names_around(Around.of(page), [words[::NGRAMS] for words in own])
    return found
