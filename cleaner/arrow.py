"""A step on Arrow record batches: one row in, one row out, whatever is in it."""

import json
import os
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from cleaner.article import Article
from cleaner.batch import clean_each, loaded
from cleaner.core import Kind
from cleaner.encode import is_plain
from cleaner.errors import BadInput, CleanerError
from cleaner.io.records import DEFAULT_FIELDS
from cleaner.labels import LABELS
from cleaner.options import Options

# Columns that hold documents in the corpora of the field, the first that a batch has is taken; HTML says most.
TEXT_COLUMNS = DEFAULT_FIELDS.document
_URL_COLUMN = "url"

_BLOCK = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("label", pa.string()),
        ("role", pa.string()),
        ("confidence", pa.float32()),
        ("probabilities", pa.struct([(str(label), pa.float32()) for label in LABELS])),
        ("reason", pa.string()),
        ("element", pa.string()),
    ]
)
SCHEMA = pa.schema(
    [
        ("title", pa.string()),
        ("standfirst", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published", pa.string()),
        ("updated", pa.string()),
        ("language", pa.string()),
        ("url", pa.string()),
        ("site", pa.string()),
        ("paragraphs", pa.list_(pa.string())),
        ("captions", pa.list_(pa.string())),
        ("text", pa.string()),
        ("status", pa.string()),
        ("source", pa.string()),
        ("blocks", pa.list_(_BLOCK)),
        ("model", pa.struct([("name", pa.string()), ("version", pa.string()), ("digest", pa.string())])),
        ("image", pa.string()),
        ("section", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("provenance", pa.map_(pa.string(), pa.string())),
        ("paragraph_blocks", pa.list_(pa.int32())),
        ("links", pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64()), ("url", pa.string())]))),
        ("pictures", pa.list_(pa.struct([("block", pa.int32()), ("url", pa.string())]))),
        ("reject", pa.string()),
    ]
)


def clean_batch(
    batch: pa.RecordBatch,
    *,
    text_column: str | None = None,
    url_column: str | None = None,
    kind: Kind = "auto",
    options: Options | None = None,
    model: str | os.PathLike[str] | None = None,
) -> pa.RecordBatch:
    """A batch of `SCHEMA`, one row for each of `batch`, in order.

    text_column  strings or binary; without it the first of `TEXT_COLUMNS` that the batch has
    url_column   without it "url", where the batch has one

    A row that cannot be cleaned has nothing but the reason, in "reject"; in every other row that is null. The model is
    loaded once a process. Raises BadInput where the batch lacks the column, BadModel.
    """
    raws = _column(batch, text_column).to_pylist()
    names = batch.schema.names
    url_name = url_column or (_URL_COLUMN if _URL_COLUMN in names else None)
    urls = [str(u) if u else None for u in _column(batch, url_name).to_pylist()] if url_name else [None] * len(raws)
    given = [k for k, raw in enumerate(raws) if isinstance(raw, (str, bytes))]
    rows: list[dict[str, Any]] = [{"reject": f"no text but {type(raw).__name__}"} for raw in raws]
    results = clean_each(
        loaded(None if model is None else os.fspath(model)).with_options(options or Options()),
        [raws[k] for k in given],
        kind=kind,
        urls=[urls[k] for k in given],
    )
    for k, result in zip(given, results, strict=True):
        rows[k] = _row(result)
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def _column(batch: pa.RecordBatch, name: str | None) -> pa.Array:
    names: Sequence[str] = batch.schema.names
    wanted = name or next((column for column in TEXT_COLUMNS if column in names), None)
    if wanted not in names:
        known = ", ".join(names)
        raise BadInput(f"the batch has no column {wanted or ' or '.join(TEXT_COLUMNS)}: name one of {known}")
    return batch.column(wanted)


def row_of(article: Article) -> dict[str, Any]:
    """The article as plain values; lone surrogates, which Arrow cannot hold, as U+FFFD."""
    row = article.to_dict()
    if not is_plain(row):
        row = json.loads(article.to_json())
    return {
        **row,
        "provenance": list(row["provenance"].items()),
        "links": [dict(zip(("start", "end", "url"), link, strict=True)) for link in row["links"]],
        "pictures": [dict(zip(("block", "url"), picture, strict=True)) for picture in row["pictures"]],
    }


def _row(result: Article | CleanerError) -> dict[str, Any]:
    return row_of(result) if isinstance(result, Article) else {"reject": f"{type(result).__name__}: {result}"}
