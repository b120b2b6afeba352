"""Rows of Arrow data as plain values, whatever is in them."""

from typing import Any

import pyarrow as pa

_UNREADABLE = (ValueError, OverflowError, pa.ArrowException)


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows by column name. Strings that are no UTF-8 are bytes, and a day that Python's calendar does not reach is
    text: other programs write both, and one such value must not cost its file.
    """
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except _UNREADABLE:
        columns = [[_value(scalar) for scalar in column] for column in batch.columns]
        rows = [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]
    return rows


def _value(scalar: Any) -> Any:
    for form in (scalar.type, pa.binary(), pa.string()):
        try:
            return scalar.cast(form).as_py()
        except _UNREADABLE:
            continue
    return f"<{scalar.type} that cannot be read>"
