"""Articles as text files that never were pages: wire copy, press releases, mails, records of archives, print.

Such a file is nearly all story. Of the dev pages' articles alone, as files, the model of before these texts kept 97% on
average, and no more than half of three: it takes a list, a table or a programme for furniture where all else is prose.
"""

import dataclasses
import random
import re
import textwrap
from collections.abc import Sequence

from cleaner.labels import Label, Role
from cleaner.training.sample import Piece, Sample, joined
from cleaner.training.written import drawn, written_texts

_HEAD_ROLES = (Role.HEADLINE, Role.STANDFIRST, Role.SUBHEADING)
_KINDS = ("wire", "press", "mail", "archive", "print")
_FRAMED, _BROKEN_OFF, _BARE, _CAPTIONED, _SHOUTED = 0.6, 0.4, 0.2, 0.2, 0.2
_INDENT = "    "


@dataclasses.dataclass(frozen=True, slots=True)
class Fashion:
    """How a file is laid out.

    separator  between pieces
    indent     before each piece
    width      columns at which lines are wrapped, 0 for none
    """

    separator: str
    indent: str
    width: int


_FASHIONS = (
    Fashion("\n\n", "", 0),
    Fashion("\n\n", "", 72),
    Fashion("\n", "", 0),
    Fashion("\n", _INDENT, 0),
    Fashion("\n", _INDENT, 66),
    Fashion(" ", "", 0),
)
_SHARES = (35, 15, 20, 5, 10, 15)


def as_file(sample: Sample, blocks: Sequence[str], rng: random.Random) -> Sample:
    """The article of a page alone, in the fashion of some text file, often between lines that open and close one.

    blocks  text of each block number of `sample`; its own text and spans are not used
    """
    fashion = rng.choices(_FASHIONS, _SHARES)[0]
    story = _story(list(zip(sample.roles, blocks, strict=True)), rng)
    written = rng.choices((str, _typed, _tokenized), (75, 20, 5))[0]
    shouted = _HEAD_ROLES if rng.random() < _SHOUTED else ()
    pieces: list[Piece] = [(role, written(text.upper() if role in shouted else text)) for role, text in story]
    pieces = _framed(pieces, sample.language, rng) if rng.random() < _FRAMED else pieces
    text, spans = joined([_set(text, fashion) for _, text in pieces], [fashion.separator] * (len(pieces) - 1))
    return dataclasses.replace(
        sample, rendering="composed", text=text, spans=spans, roles=tuple(role for role, _ in pieces)
    )


def _story(pieces: Sequence[Piece], rng: random.Random) -> list[Piece]:
    """What the article says, perhaps without what stands around its paragraphs, perhaps its first part only."""
    kept = {label for label, share in ((Label.BODY, 1.0), (Label.CAPTION, _CAPTIONED)) if rng.random() < share}
    story: list[Piece] = [(role, text) for role, text in pieces if role and role.label in kept]
    if rng.random() < _BARE:
        story = [piece for piece in story if piece[0] is Role.PARAGRAPH]
    return story[: rng.randint(1, len(story))] if story and rng.random() < _BROKEN_OFF else story


def _framed(story: list[Piece], language: str, rng: random.Random) -> list[Piece]:
    """The story with what files of one kind open with, what they close with, or both."""
    kind = rng.choice(_KINDS)
    ends = rng.choice((("head",), ("foot",), ("head", "foot")))
    head, foot = (_frame(f"{kind}-{end}", language, rng) if end in ends else [] for end in ("head", "foot"))
    return [*head, *story, *foot]


def _frame(form: str, language: str, rng: random.Random) -> list[Piece]:
    return drawn([text for text in written_texts("frames") if text.form == form], language, rng)


def _set(text: str, fashion: Fashion) -> str:
    indented = fashion.indent + text
    return textwrap.fill(indented, fashion.width) if fashion.width else indented


def _typed(text: str) -> str:
    """As typewriters and old wires have it."""
    quoted = re.sub(r"[“„«]\s?|(?<!\w)\"(?=\w)", "``", text)
    return re.sub(r"\s?[”»]|\"", "''", quoted).replace("’", "'").replace("–", "--").replace("—", "--")


def _tokenized(text: str) -> str:
    """As collections for summaries and parsers have it: small letters, marks apart."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))
