"""Pages as if they came from a country whose language training lacks.

Nine of ten labelled pages are English or German, and of most languages there is no page or one. So a page's own story
turns into words of no language, in letters of the other one, and much of its furniture into what pages there say:
the model is to know the story by its shape, and "Annonce" or "Vis mer" by the word.
"""

import dataclasses
import functools
import random
import re
from collections.abc import Mapping, Sequence

from cleaner.labels import Label, Role
from cleaner.training.augment import compose
from cleaner.training.disguise import translation
from cleaner.training.sample import Sample
from cleaner.training.written import templates, written_texts

_KINDS = ("furniture", "ads", "promos", "polls", "notices")
_CREDITS = ("byline", "dateline", "credit_prefix")
# Of the first two there are pages enough; the others go on without spaces, as words in their letters would not.
_LEFT_OUT = frozenset({"en", "de", "ja", "zh", "th"})
_LEAST_PHRASES = 30  # of a language that is spoken there
_SAID, _LONGEST = 0.7, 60  # share of the furniture that is said in the language, and characters of what it replaces
_SHORTEST = 3  # letters of an opening: "av" opens words, too
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Speech:
    """What is written in a language.

    phrases   short ones of each role
    plain     their letters
    openings  letters that bylines, datelines and credits begin with
    letters   of its alphabet
    """

    phrases: Mapping[Role, Sequence[str]]
    plain: frozenset[str]
    openings: tuple[str, ...]
    letters: str

    def has(self, text: str) -> bool:
        """Whether a text, however it is laid out, is a phrase or begins like a credit."""
        plain = _plain(text)
        return plain in self.plain or plain.startswith(self.openings)


def moved_abroad(sample: Sample, blocks: Sequence[str], rng: random.Random) -> tuple[Sample, list[str]]:
    """A page and the texts of its blocks in another language; the same text is the same there, too.

    blocks  text of each block number of `sample`; its own text and spans are not used
    """
    language = rng.choice(sorted(_speeches()))
    speech = _speeches()[language]
    table = translation(blocks, speech.letters, rng)
    found: dict[str, str] = {}
    for role, text in zip(sample.roles, blocks, strict=True):
        said = speech.phrases.get(role, ()) if role and len(text) <= _LONGEST and rng.random() < _SAID else ()
        found.setdefault(text, rng.choice(said) if said else text.translate(table))
    return dataclasses.replace(sample, language=language), [found[text] for text in blocks]


def composed_abroad(sample: Sample, blocks: Sequence[str], rng: random.Random) -> Sample:
    """A text composed of a page that was moved abroad."""
    found = compose(*moved_abroad(sample, blocks, rng), rng)
    speech = _speeches()[found.language]
    made_up = (span.block for span in found.spans if not speech.has(found.text[span.start : span.end]))
    return dataclasses.replace(found, made_up=frozenset(made_up))


def _plain(text: str) -> str:
    """What is left of a text however it is laid out."""
    return "".join(_LETTERS.findall(text.casefold()))


@functools.cache
def _speeches() -> dict[str, Speech]:
    blocks: dict[str, list[tuple[Role, str]]] = {}
    for text in (text for kind in _KINDS for text in written_texts(kind)):
        blocks.setdefault(text.language, []).extend(block for block in text.blocks if "{" not in block[1])
    return {
        language: _speech(language, said)
        for language, said in blocks.items()
        if language not in _LEFT_OUT and len(said) >= _LEAST_PHRASES
    }


def _speech(language: str, said: Sequence[tuple[Role, str]]) -> Speech:
    phrases: dict[Role, list[str]] = {}
    for role, text in said:
        if len(text) <= _LONGEST and role.label is not Label.BODY:
            phrases.setdefault(role, []).append(text)
    openings = {
        _plain(t.text.partition("{")[0]) for kind in _CREDITS for t in templates(kind) if t.language == language
    }
    letters = {letter for _, text in said for letter in text.lower() if letter.isalpha()}
    return Speech(
        phrases,
        frozenset(_plain(phrase) for own in phrases.values() for phrase in own),
        tuple(sorted(word for word in openings if len(word) >= _SHORTEST)),
        "".join(sorted(letters)),
    )
