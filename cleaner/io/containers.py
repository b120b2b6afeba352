"""Files that hold many documents: JSON lines, tables, web archives, ZIP and tar; and compressed ones.

Every reader takes an open binary stream and yields documents one by one; a record that cannot be read becomes a
`BadRecord`, and reading goes on behind it wherever the format allows.
"""

import csv
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any

from cleaner.io.compression import MAGIC, suffixes, unpacked
from cleaner.io.documents import BadRecord, Document
from cleaner.io.records import documents_of

Found = Iterator[Document | BadRecord]
_LONGEST_FIELD = 2**31 - 1  # that the csv module can be told
_ROWS = 256  # of a Parquet file at a time
_SHOWN = 1000  # characters of a broken line that its reject keeps


def read_jsonl(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """One JSON object a line; empty lines are passed over."""
    return documents_of(_json_records(stream, name), name)


def _json_records(stream: IO[bytes], name: str) -> Iterator[Mapping[str, Any] | BadRecord]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield BadRecord(f"{name}:{number}", f"{name}:{number}", f"no JSON ({error})", _shown(line))
            continue
        if isinstance(record, dict):
            yield record
        else:
            yield BadRecord(f"{name}:{number}", f"{name}:{number}", "no JSON object", _shown(line))


def read_csv(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """Comma-separated values under a line of names."""
    return documents_of(_rows(stream, name, max_bytes, ","), name)


def read_tsv(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """Tab-separated values under a line of names."""
    return documents_of(_rows(stream, name, max_bytes, "\t"), name)


def _rows(stream: IO[bytes], name: str, max_bytes: int, delimiter: str) -> Iterator[Mapping[str, Any] | BadRecord]:
    csv.field_size_limit(
        max(csv.field_size_limit(), min(max_bytes, _LONGEST_FIELD))
    )  # the default of 128 kB is less than many a page
    lines = map(_line, stream)
    rows = csv.DictReader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(f"{name}:{rows.line_num}", f"{name}:{rows.line_num}", f"no CSV ({error})")
            continue
        yield {str(key): value for key, value in row.items()}


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def read_parquet(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        batches = pq.ParquetFile(_seekable(stream)).iter_batches(batch_size=_ROWS)
        yield from documents_of((row for batch in batches for row in batch.to_pylist()), name)
    except (pa.ArrowException, OSError) as error:
        yield BadRecord(name, name, f"no Parquet file, or a broken one ({error})")


def read_arrow(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The rows of an Arrow file or stream, as `datasets` keeps them."""
    import pyarrow as pa

    data = _seekable(stream)
    try:
        try:
            reader: Any = pa.ipc.open_file(data)
            batches = (reader.get_batch(k) for k in range(reader.num_record_batches))
        except pa.ArrowInvalid:
            data.seek(0)
            batches = iter(pa.ipc.open_stream(data))
        yield from documents_of((row for batch in batches for row in batch.to_pylist()), name)
    except (pa.ArrowException, OSError) as error:
        yield BadRecord(name, name, f"no Arrow file, or a broken one ({error})")


def read_warc(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """Web pages of a WARC file, and texts of a WET file; other records, and other media types, are passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.conversion
    for record in ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="all"):
        kind = (record.http_content_type or "text/plain").lower()
        if not kind.startswith(("text/", "application/xhtml")):
            continue
        raw = record.reader.read(max_bytes + 1)
        place = f"{name}:{record.stream_pos}"
        fields = {"date": record.record_date.isoformat() if record.record_date else None}
        url = record.headers.get("WARC-Target-URI")
        text = _declared_charset(raw, record.http_charset)
        yield Document(record.record_id or place, text, url, place, fields)


def _declared_charset(raw: bytes, charset: str | None) -> str | bytes:
    """Text by the charset of the HTTP header; where it is wrong, the bytes, for their own detection."""
    try:
        return raw.decode(charset) if charset else raw
    except (LookupError, ValueError):
        return raw


def read_zip(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The members of a ZIP archive that are read by name, in order."""
    try:
        archive = zipfile.ZipFile(_seekable(stream))
    except (zipfile.BadZipFile, OSError) as error:
        yield BadRecord(name, name, f"no ZIP archive, or a broken one ({error})")
        return
    with archive:
        for member in archive.infolist():
            if member.is_dir() or not is_known(member.filename):
                continue
            place = f"{name}/{member.filename}"
            try:
                with archive.open(member) as part:
                    yield from read_stream(part, place, max_bytes)
            except Exception as error:  # one broken member must not cost the others
                yield BadRecord(place, place, f"cannot be unpacked ({error})")


def read_tar(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The files of a tar archive that are read by name, in order; nothing is unpacked to disk."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                part = archive.extractfile(member) if member.isfile() and is_known(member.name) else None
                if part is not None:
                    yield from read_stream(part, f"{name}/{member.name}", max_bytes)
    except (tarfile.TarError, OSError, EOFError) as error:
        yield BadRecord(name, name, f"no tar archive, or a broken one ({error})")


def read_whole(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The stream as one document.

    One byte more than allowed is read: enough to tell that a document is too large without holding all of it.
    """
    yield Document(name, stream.read(max_bytes + 1), place=name)


Reader = Callable[[IO[bytes], str, int], Found]
READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("", ".txt", ".text", ".md", ".html", ".htm", ".xhtml"), read_whole),
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".parquet": read_parquet,
    **dict.fromkeys((".arrow", ".feather"), read_arrow),
    **dict.fromkeys((".warc", ".wet"), read_warc),
    ".zip": read_zip,
    ".tar": read_tar,
}
_LOOK = 1 << 16  # bytes
_JSON_START = re.compile(rb'\s*\{\s*"[^"\n]*"\s*:')


def is_known(name: str) -> bool:
    """Whether a folder is searched for files of this name; one named by itself is read whatever its suffix."""
    kind, _ = suffixes(name)
    return not PurePosixPath(name).name.startswith(".") and kind in READERS


def holds_many(name: str) -> bool:
    """Whether a file of this name holds any number of documents."""
    return READERS.get(suffixes(name)[0], read_whole) is not read_whole


def read_stream(stream: IO[bytes], name: str, max_bytes: int) -> Found:
    """The documents in an open file, by its name; by its content where the name tells nothing.

    A file that is cut off or damaged ends with a bad record.
    """
    kind, compression = suffixes(name)
    try:
        if not kind and not compression:
            stream = _peekable(stream)
            compression = _compression(stream.peek(_LOOK))
        stream = unpacked(stream, compression)
        if not kind:
            stream = _peekable(stream)
            kind = _kind(stream.peek(_LOOK))
        yield from READERS.get(kind, read_whole)(stream, name, max_bytes)
    except Exception as error:  # what damaged files make the libraries raise has no end
        yield BadRecord(name, name, f"cannot be read to its end ({type(error).__name__}: {error})")


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def _compression(start: bytes) -> str | None:
    return next((name for magic, name in MAGIC.items() if start.startswith(magic)), None)


def _kind(start: bytes) -> str:
    """Suffix that a stream would have, by its first bytes."""
    if start.startswith(b"WARC/1."):
        return ".warc"
    return ".jsonl" if _JSON_START.match(start) else ""


def _seekable(stream: IO[bytes]) -> IO[bytes]:
    """The stream, or all of it in memory where it cannot go back: these formats keep their index at the end."""
    try:
        seekable = stream.seekable()
    except AttributeError:  # members of a tar that is read as a stream
        seekable = False
    return stream if seekable else io.BytesIO(stream.read())


def _shown(line: bytes) -> str:
    return line[:_SHOWN].decode("utf-8", "replace")
