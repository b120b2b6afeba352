"""Articles as rows of a table: Parquet with typed columns, CSV for a look in a spreadsheet."""

import csv
import functools
import io
from collections.abc import Iterable
from typing import IO, Any

from cleaner.encode import json_bytes, utf8
from cleaner.io.writer import Record, Writer

_ROWS = 256  # of a Parquet row group held at a time
_COLUMNS = (
    *("id", "status", "title", "authors", "published", "updated", "language", "site", "url"),
    *("content_hash", "signature", "text", "record"),
)


class ParquetWriter(Writer):
    """One row an article: "id", "content_hash", "signature", the columns of `cleaner.arrow.SCHEMA`, and the record's
    other fields as JSON.
    """

    suffixes = (".parquet",)
    file_each = False
    joined = False

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self._rows: list[bytes] = []
        self._table: Any = None

    @staticmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One row, as an Arrow message."""
        import pyarrow as pa

        from cleaner.arrow import row_of

        row = {
            "id": utf8(record.id).decode(),
            "content_hash": record.content_hash,
            "signature": record.signature,
            **row_of(record.article),
            "record": _fields_of(record),
        }
        encoded: bytes = pa.RecordBatch.from_pylist([row], schema=_schema()).serialize().to_pybytes()
        return encoded

    def write(self, encoded: bytes) -> None:
        """Add one row."""
        self._rows.append(encoded)
        if len(self._rows) == _ROWS:
            self._flush()

    def close(self) -> None:
        """Write the last rows and the index."""
        self._flush()
        self._table.close()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._table is None:  # not before there is something to write: a table cannot be left unended
            self._table = pq.ParquetWriter(self._stream, _schema(), compression="zstd")
        rows = [pa.ipc.read_record_batch(pa.py_buffer(row), _schema()) for row in self._rows]
        self._table.write_table(pa.Table.from_batches(rows, schema=_schema()).combine_chunks())
        self._rows = []


def _fields_of(record: Record) -> str | None:
    return json_bytes(dict(record.fields)).decode() if record.fields else None


@functools.cache
def _schema() -> Any:
    import pyarrow as pa

    from cleaner.arrow import SCHEMA

    article = [field for field in SCHEMA if field.name != "reject"]
    marks = [("content_hash", pa.string()), ("signature", pa.list_(pa.int64()))]
    return pa.schema([("id", pa.string()), *marks, *article, ("record", pa.string())])


class CsvWriter(Writer):
    """One line an article, without its blocks; several authors are parted by "; ", numbers of a signature by a space,
    the record's other fields are JSON.
    """

    suffixes = (".csv",)
    file_each = False
    joined = False

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        stream.write(_line(_COLUMNS))

    @staticmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One line."""
        article = record.article
        values = {
            **{name: getattr(article, name, None) for name in _COLUMNS},
            "id": record.id,
            "authors": "; ".join(article.authors),
            "content_hash": record.content_hash,
            "signature": " ".join(map(str, record.signature or ())),
            "record": _fields_of(record),
        }
        return _line([values[name] for name in _COLUMNS])


def _line(values: Iterable[Any]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return utf8(line.getvalue())
