"""One labelled raw text: what every later step of training works on."""

from dataclasses import dataclass

from cleaner.labels import Role
from cleaner.training.project import Span


@dataclass(frozen=True, slots=True)
class Sample:
    """A raw text whose stretches belong to numbered blocks, and what is known of each block's role.

    page, domain  where the text comes from; evaluation keeps whole domains apart
    rendering     how the text was made
    spans         in order, without overlap; characters in none are unknown
    roles         role of each block number, None where unknown
    weight        how much one unit of this text counts in training (1 for text labelled by a reader)
    """

    page: str
    domain: str
    language: str
    rendering: str
    text: str
    spans: tuple[Span, ...]
    roles: tuple[Role | None, ...]
    weight: float = 1.0
