"""Pages as if they came from a country whose language training lacks.

Nine of ten labelled pages are English or German, and of most languages there is no page or one. So a page's own story
turns into words of no language, in letters of the other one, and much of its furniture into what pages there say:
the model is to know the story by its shape, and "Annonce" or "Vis mer" by the word.
"""

import dataclasses
import functools
import random
from collections.abc import Sequence

from cleaner.labels import Role
from cleaner.training.disguise import translation
from cleaner.training.sample import Sample
from cleaner.training.written import written_texts

_KINDS = ("furniture", "ads", "promos", "polls", "notices")
# Of the first two there are pages enough; the others go on without spaces, as words in their letters would not.
_LEFT_OUT = frozenset({"en", "de", "ja", "zh", "th"})
_LEAST_PHRASES = 30  # of a language that is spoken there
_SAID, _LONGEST = 0.7, 60  # share of the furniture that is said in the language, and characters of what it replaces

Phrases = dict[Role, list[str]]


def moved_abroad(sample: Sample, blocks: Sequence[str], rng: random.Random) -> tuple[Sample, list[str]]:
    """A page and the texts of its blocks in another language; the same text is the same there, too.

    blocks  text of each block number of `sample`; its own text and spans are not used
    """
    language = rng.choice(sorted(_languages()))
    phrases, letters = _languages()[language]
    table = translation(blocks, letters, rng)
    found: dict[str, str] = {}
    for role, text in zip(sample.roles, blocks, strict=True):
        said = phrases.get(role, []) if role and len(text) <= _LONGEST and rng.random() < _SAID else []
        found.setdefault(text, rng.choice(said) if said else text.translate(table))
    return dataclasses.replace(sample, language=language), [found[text] for text in blocks]


@functools.cache
def _languages() -> dict[str, tuple[Phrases, str]]:
    """Of each language what is said there, by role, and its letters."""
    blocks: dict[str, list[tuple[Role, str]]] = {}
    for text in (text for kind in _KINDS for text in written_texts(kind)):
        blocks.setdefault(text.language, []).extend(block for block in text.blocks if "{" not in block[1])
    return {
        language: (_by_role(said), _letters(said))
        for language, said in blocks.items()
        if language not in _LEFT_OUT and len(said) >= _LEAST_PHRASES
    }


def _by_role(said: Sequence[tuple[Role, str]]) -> Phrases:
    found: Phrases = {}
    for role, text in said:
        if len(text) <= _LONGEST:
            found.setdefault(role, []).append(text)
    return found


def _letters(said: Sequence[tuple[Role, str]]) -> str:
    return "".join(sorted({letter for _, text in said for letter in text.lower() if letter.isalpha()}))
