"""Texts in letters that training hardly knows, so that the model learns to go by shape where it lacks the words.

Of 12,375 training texts 12 were in a script without case other than those of East Asia. Arabic or Hebrew paragraphs
became one block, even across blank lines, and their captions and menus were body.
"""

import dataclasses
import random
from collections.abc import Iterable, Mapping

from cleaner.training.sample import Sample

# All but the last are without case.
_ALPHABETS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "अआइईउएओकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
    "অআইঈউএওকখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহ",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "αβγδεζηθικλμνξοπρστυφχψω",
)
_NAME = "+disguised"
_MARKS: Mapping[str, Mapping[str, str]] = {
    "ا": {",": "،", "?": "؟", ";": "؛"},
    "अ": {".": "।"},
    "অ": {".": "।"},
}


def disguised(sample: Sample, rng: random.Random) -> Sample:
    """The text with each letter that has a capital replaced by one of another alphabet, the same throughout the text:
    as long as it was, with the blocks it had, in words of no language.
    """
    table = translation([sample.text], rng.choice(_ALPHABETS), rng)
    return dataclasses.replace(
        sample,
        rendering=sample.rendering + _NAME,
        language="",
        text=sample.text.translate(table),
        made_up=frozenset(range(len(sample.roles))),
    )


def translation(texts: Iterable[str], alphabet: str, rng: random.Random) -> dict[int, str]:
    """For each letter of the texts that has a capital, small and capital, one of the alphabet; and its marks."""
    letters = sorted({letter for text in texts for letter in text.lower() if letter != letter.upper()})
    low = {letter: rng.choice(alphabet) for letter in letters}
    # Georgian has capitals that no sentence opens with: as a title it stays as it is.
    high = {letter.upper(): new.title() for letter, new in low.items() if len(letter.upper()) == 1}
    marks = next((marks for letter, marks in _MARKS.items() if letter in alphabet), {})
    return str.maketrans({**marks, **high, **low})


def is_disguised(sample: Sample) -> bool:
    """Whether its letters are not its own."""
    return sample.rendering.endswith(_NAME)
