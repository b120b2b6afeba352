"""What a user may set about one cleaning: `Options`."""

import contextlib
import datetime as dt
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Self

from cleaner.errors import BadOptions
from cleaner.labels import Label, Role

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, init=False)  # plain strings stand for labels, roles and days
class Options:
    """Settings of one cleaning; every default is what the model card's figures were measured with.

    thresholds      least calibrated probability (0 to 1) each label needs; a block that falls under its label's
                    threshold gets the role `below` instead. {"body": 0.9} trades recall of the body for precision;
                    {"navigation": 0.9} with below="paragraph" does the opposite
    below           the role of blocks under the threshold
    keep            the label, or labels, whose blocks count as content (`Article.paragraphs`, `text`)
    reference_date  the day relative dates ("yesterday", "2 hours ago") are counted from; without it they stay unread
    max_bytes       larger input raises TooLarge
    """

    thresholds: Mapping[Label, float]
    below: Role
    keep: frozenset[Label]
    reference_date: dt.date | None
    max_bytes: int

    def __init__(
        self,
        thresholds: Mapping[str, float] | Mapping[Label, float] = MappingProxyType({}),
        below: Role | str = Role.CHROME,
        keep: Iterable[str] = (Label.BODY,),
        reference_date: dt.date | str | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        object.__setattr__(self, "thresholds", _thresholds(thresholds))
        object.__setattr__(self, "below", _role(below))
        object.__setattr__(self, "keep", _labels(keep))
        object.__setattr__(self, "reference_date", None if reference_date is None else _day(reference_date))
        object.__setattr__(self, "max_bytes", _size(max_bytes))

    def __hash__(self) -> int:
        thresholds = frozenset(self.thresholds.items())
        return hash((thresholds, self.below, self.keep, self.reference_date, self.max_bytes))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Options from plain names and values. Raises BadOptions on a name that is no option."""
        known = [f.name for f in fields(cls)]
        for name in data:
            if name not in known:
                raise BadOptions(f"unknown option {name!r}; the options are {', '.join(known)}")
        return cls(**data)


def _thresholds(values: Mapping[str, float] | Mapping[Label, float]) -> dict[Label, float]:
    if not isinstance(values, Mapping):
        raise BadOptions(f"thresholds are {values!r}: give each label its own, as in {{'body': 0.8}}")
    return {_label(k): _probability(v) for k, v in values.items()}


def _labels(values: Iterable[str]) -> frozenset[Label]:
    if not isinstance(values, Iterable):
        raise BadOptions(f"keep is {values!r}: give a list of labels, as in ['body', 'caption']")
    return frozenset(map(_label, [values] if isinstance(values, str) else values))


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
    with contextlib.suppress(TypeError):  # what is no number
        if 0 <= value <= 1:
            return float(value)
    raise BadOptions(f"a threshold is {value!r}: it must be a number between 0 and 1")


def _size(value: int) -> int:
    with contextlib.suppress(TypeError):
        if value >= 1:
            return operator.index(value)
    raise BadOptions(f"max_bytes is {value!r}: it must be a whole number, at least 1")


def _day(value: dt.date | str) -> dt.date:
    """Of a datetime the day that it names, whatever its time zone."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadOptions(f"{value!r} is no date: write it as in 2024-03-31") from None
