"""A step for Hugging Face datasets: `dataset.map(cleaner.hf.clean, batched=True)`, streaming or not."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cleaner.arrow import TEXT_COLUMNS, clean_batch

PREFIX = "clean_"


def clean(batch: Mapping[str, Sequence[Any]], **how: Any) -> dict[str, list[Any]]:
    """New columns for a batch of rows: those of `cleaner.arrow.SCHEMA`, each named with `PREFIX`.

    how  as for `cleaner.arrow.clean_batch`; with `map`, given as fn_kwargs={"text_column": "body"}
    """
    wanted = {how.get("text_column"), how.get("url_column"), "url", *TEXT_COLUMNS}
    columns = {name: list(values) for name, values in batch.items() if name in wanted}
    cleaned = clean_batch(pa.RecordBatch.from_pydict(columns), **how)
    return {f"{PREFIX}{name}": column.to_pylist() for name, column in zip(cleaned.schema.names, cleaned, strict=True)}
