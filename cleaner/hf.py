"""A step for Hugging Face datasets: `dataset.map(cleaner.hf.clean, batched=True)`, streaming or not."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cleaner.arrow import clean_rows, columns_of
from cleaner.errors import BadInput

PREFIX = "clean_"


def clean(
    batch: Mapping[str, Sequence[Any]], *, text_column: str | None = None, url_column: str | None = None, **how: Any
) -> dict[str, list[Any]]:
    """New columns for a batch of rows: those of `cleaner.arrow.SCHEMA`, each named with `PREFIX`.

    text_column, url_column, how  as for `cleaner.arrow.clean_batch`; with `map`, given as
                                  fn_kwargs={"text_column": "body"}

    Raises BadInput where the columns are missing, or hold one row instead of a batch.
    """
    fields = columns_of(list(batch), text_column, url_column)
    names = (*fields.document, *fields.url)
    if any(isinstance(batch[name], (str, bytes)) for name in names):
        raise BadInput("this is one row, and the step takes batches: give `map` batched=True")
    rows = [dict(zip(names, row, strict=True)) for row in zip(*(batch[name] for name in names), strict=True)]
    cleaned = clean_rows(rows, fields, **how)
    return {f"{PREFIX}{name}": _Column(column) for name, column in zip(cleaned.schema.names, cleaned, strict=True)}


class _Column(list[Any]):
    """Values that say what type they are. `datasets` takes nothing but lists from a step, and the type that it guesses
    where a first batch has None alone fits no later one.
    """

    def __init__(self, values: pa.Array) -> None:
        super().__init__(values.to_pylist())
        self._type = values.type

    def __arrow_array__(self, type: pa.DataType | None = None) -> pa.Array:
        return pa.array(list(self), type or self._type)
