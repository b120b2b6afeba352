"""Articles as rows of a table: Parquet with typed columns, CSV for a look in a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from typing import IO, Any

from cleaner.article import Article
from cleaner.io.writer import NO_FIELDS, Writer, json_bytes, utf8

_ROWS = 256  # of a Parquet row group held at a time
_COLUMNS = ("id", "status", "title", "authors", "published", "updated", "language", "site", "url", "text")


class ParquetWriter(Writer):
    """One row an article: "id", the columns of `cleaner.arrow.SCHEMA`, and the record's other fields as JSON."""

    suffixes = (".parquet",)
    file_each = False

    def __init__(self, stream: IO[bytes], *, many: bool) -> None:
        super().__init__(stream, many=many)
        self._rows: list[dict[str, Any]] = []
        self._table: Any = None

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one row."""
        from cleaner.arrow import row_of

        record = json_bytes(dict(fields)).decode() if fields else None
        self._rows.append({"id": utf8(document_id).decode(), **row_of(article), "record": record})
        if len(self._rows) == _ROWS:
            self._flush()

    def close(self) -> None:
        """Write the last rows and the index."""
        self._flush()
        self._table.close()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from cleaner.arrow import SCHEMA

        if self._table is None:  # not before there is something to write: a table cannot be left unended
            article = [field for field in SCHEMA if field.name != "reject"]
            schema = pa.schema([("id", pa.string()), *article, ("record", pa.string())])
            self._table = pq.ParquetWriter(self._stream, schema, compression="zstd")
        self._table.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._table.schema))
        self._rows = []


class CsvWriter(Writer):
    """One line an article, without its blocks; several authors are parted by "; "."""

    suffixes = (".csv",)
    file_each = False

    def __init__(self, stream: IO[bytes], *, many: bool) -> None:
        super().__init__(stream, many=many)
        self._line(_COLUMNS)

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one line."""
        values = {**article.to_dict(), "id": document_id, "authors": "; ".join(article.authors)}
        self._line([values[name] for name in _COLUMNS])

    def _line(self, values: Any) -> None:
        line = io.StringIO(newline="")
        csv.writer(line).writerow(values)
        self._stream.write(utf8(line.getvalue()))
