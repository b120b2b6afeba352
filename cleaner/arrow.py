"""A step on Arrow record batches: one row in, one row out, whatever is in it."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa

from cleaner.article import Article
from cleaner.batch import clean_each, loaded
from cleaner.core import Kind, check_kind
from cleaner.encode import is_plain
from cleaner.errors import BadInput, CleanerError
from cleaner.io.records import DEFAULT_FIELDS, Fields, find_text, find_url, named_twice
from cleaner.io.rows import rows_of
from cleaner.labels import LABELS
from cleaner.options import Options

_SOURCED = ("title", "authors", "published", "updated", "url", "site", "image", "section")  # fields with a provenance

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
        # A struct, not a map: `datasets` reads no maps.
        ("provenance", pa.struct([(name, pa.string()) for name in _SOURCED])),
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

    text_column  strings or binary; without it, row by row, the first of the fields of a record (`DEFAULT_FIELDS`) that
                 holds anything
    url_column   likewise

    A row that cannot be cleaned has nothing but the reason, in "reject"; in every other row that is null. The model is
    loaded once a process. Raises BadInput where the batch lacks the column or has two of its name, BadOptions,
    BadModel.
    """
    fields = columns_of(batch.schema.names, text_column, url_column)
    rows = rows_of(batch.select([*fields.document, *fields.url]))
    return clean_rows(rows, fields, kind=kind, options=options, model=model)


def columns_of(names: Collection[str], text_column: str | None, url_column: str | None) -> Fields:
    """The columns, of those that a batch has, to look for documents and addresses in. Raises BadInput."""
    known = ", ".join(names)
    for given in (text_column, url_column):
        if given and given not in names:
            raise BadInput(f"the batch has no column {given}: name one of {known}")
    fields = Fields(
        document=(text_column,) if text_column else tuple(f for f in DEFAULT_FIELDS.document if f in names),
        url=(url_column,) if url_column else tuple(f for f in DEFAULT_FIELDS.url if f in names),
    )
    if not fields.document:
        raise BadInput(f"the batch has no column {' or '.join(DEFAULT_FIELDS.document)}: name one of {known}")
    if fault := named_twice(name for name in names if name in (*fields.document, *fields.url)):
        raise BadInput(f"in the batch {fault}")
    return fields


def clean_rows(
    rows: Sequence[Mapping[str, Any]],
    fields: Fields,
    *,
    kind: Kind = "auto",
    options: Options | None = None,
    model: str | os.PathLike[str] | None = None,
) -> pa.RecordBatch:
    """What `clean_batch` gives, of rows as plain values."""
    check_kind(kind)
    texts = [find_text(row, fields) for row in rows]
    given = [(row[name], find_url(row, fields)) for row, name in zip(rows, texts, strict=True) if name is not None]
    results = iter(
        clean_each(
            loaded(None if model is None else os.fspath(model)).with_options(options or Options()),
            [raw for raw, _ in given],
            kind=kind,
            urls=[url for _, url in given],
        )
    )
    cleaned = [
        _row(next(results)) if name is not None else _no_text(row, fields)
        for row, name in zip(rows, texts, strict=True)
    ]
    return pa.RecordBatch.from_pylist(cleaned, schema=SCHEMA)


def row_of(article: Article) -> dict[str, Any]:
    """The article as plain values; lone surrogates, which Arrow cannot hold, as U+FFFD."""
    row = article.to_dict()
    if not is_plain(row):
        row = json.loads(article.to_json())
    return {
        **row,
        "links": [dict(zip(("start", "end", "url"), link, strict=True)) for link in row["links"]],
        "pictures": [dict(zip(("block", "url"), picture, strict=True)) for picture in row["pictures"]],
    }


def _row(result: Article | CleanerError) -> dict[str, Any]:
    return row_of(result) if isinstance(result, Article) else {"reject": f"{type(result).__name__}: {result}"}


def _no_text(row: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
    kinds = dict.fromkeys(type(row[name]).__name__ for name in fields.document)
    return {"reject": f"no text but {' and '.join(kinds)}"}
