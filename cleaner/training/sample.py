"""One labelled raw text: what every later step of training works on."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.labels import Role
from cleaner.training.project import Span

Piece = tuple[Role | None, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A raw text whose stretches belong to numbered blocks, and what is known of each block's role.

    page, domain  where the text comes from; evaluation keeps whole domains apart
    rendering     how the text was made
    spans         in order, without overlap; characters in none are unknown
    roles         role of each block number, None where unknown
    weight        how much one unit of this text counts in training (1 for text labelled by a reader)
    made_up       numbers of the blocks whose words are of no language
    """

    page: str
    domain: str
    language: str
    rendering: str
    text: str
    spans: tuple[Span, ...]
    roles: tuple[Role | None, ...]
    weight: float = 1.0
    made_up: frozenset[int] = frozenset()


def joined(texts: Sequence[str], separators: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Texts in one, each but the last with its separator behind it, and a span for each that shows something."""
    parts = [text + separator for text, separator in zip(texts, [*separators, ""], strict=False)]
    starts = itertools.accumulate(map(len, parts), initial=0)
    spans = [Span(at, at + len(text), block) for block, (at, text) in enumerate(zip(starts, texts, strict=False))]
    return "".join(parts), tuple(span for span in spans if texts[span.block].strip())
