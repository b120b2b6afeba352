"""What a user may set about one cleaning: `Options`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from cleaner.errors import BadOptions
from cleaner.labels import Label, Role

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of one cleaning; every default is what the model card's figures were measured with.

    thresholds      least calibrated probability (0 to 1) each label needs; a block that falls under its label's
                    threshold gets the role `below` instead. {"body": 0.9} trades recall of the body for precision;
                    {"navigation": 0.9} with below="paragraph" does the opposite
    below           the role of blocks under the threshold
    keep            labels whose blocks count as content (`Article.paragraphs`, `text`)
    reference_date  the day relative dates ("yesterday", "2 hours ago") are counted from; without it they stay unread
    max_bytes       larger input raises TooLarge
    """

    thresholds: Mapping[Label, float] = field(default_factory=dict)
    below: Role = Role.CHROME
    keep: frozenset[Label] = frozenset({Label.BODY})
    reference_date: dt.date | None = None
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        object.__setattr__(self, "thresholds", {_label(k): _probability(v) for k, v in self.thresholds.items()})
        object.__setattr__(self, "below", _role(self.below))
        object.__setattr__(self, "keep", frozenset(_label(k) for k in self.keep))
        if self.max_bytes < 1:
            raise BadOptions(f"max_bytes is {self.max_bytes}: it must be at least 1")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Options from plain names and values. Raises BadOptions on a name that is no option."""
        known = [f.name for f in fields(cls)]
        for name in data:
            if name not in known:
                raise BadOptions(f"unknown option {name!r}; the options are {', '.join(known)}")
        return cls(**data)


def _label(value: str) -> Label:
    try:
        return Label(value)
    except ValueError:
        raise BadOptions(f"unknown label {value!r}; the labels are {', '.join(Label)}") from None


def _role(value: str) -> Role:
    try:
        return Role(value)
    except ValueError:
        raise BadOptions(f"unknown role {value!r}; the roles are {', '.join(Role)}") from None


def _probability(value: float) -> float:
    if not 0 <= value <= 1:
        raise BadOptions(f"a threshold is {value}: it must lie between 0 and 1")
    return float(value)
