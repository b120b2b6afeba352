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
from cleaner.io.documents import BadRecord, Document, Found
from cleaner.io.records import Reading, documents_of

Documents = Iterator[Found]
_LONGEST_FIELD = 2**31 - 1  # that the csv module can be told
_ROWS = 256  # of a Parquet file at a time
_HTTP_HEAD = 1 << 16  # bytes before a page in its record, at most
_LEVELS = 100  # of a record's lists and mappings; Python cannot copy, send or write what is nested some hundreds deep
_SHOWN = 1000  # characters of a broken line that its reject keeps


def read_jsonl(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """One JSON object a line; empty lines are passed over."""
    return documents_of(_json_records(stream, name, how.max_bytes), name, how.fields)


def _json_records(stream: IO[bytes], name: str, max_bytes: int) -> Iterator[Mapping[str, Any] | BadRecord]:
    for number, line in enumerate(_lines(stream, max_bytes), start=1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        if len(line) > max_bytes:
            yield BadRecord(place, place, f"a line of more than {max_bytes:,} bytes", _shown(line))
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield BadRecord(place, place, f"no JSON ({error})", _shown(line))
            continue
        if _is_deeper(record, _LEVELS):
            yield BadRecord(place, place, f"nests more than {_LEVELS} levels deep", _shown(line))
            continue
        yield record if isinstance(record, dict) else BadRecord(place, place, "no JSON object", _shown(line))


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return not levels or any(_is_deeper(item, levels - 1) for item in inner)


def _lines(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """Lines; of one that is longer than `most` bytes the first `most` + 1, so that no line is held whole."""
    while line := stream.readline(most + 1):
        yield line
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)


def read_csv(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """Comma-separated values under a line of names."""
    return documents_of(_rows(stream, name, how, ","), name, how.fields)


def read_tsv(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """Tab-separated values under a line of names."""
    return documents_of(_rows(stream, name, how, "\t"), name, how.fields)


def _rows(stream: IO[bytes], name: str, how: Reading, delimiter: str) -> Iterator[Mapping[str, Any] | BadRecord]:
    csv.field_size_limit(
        max(csv.field_size_limit(), min(how.max_bytes, _LONGEST_FIELD))
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


def read_parquet(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        batches = pq.ParquetFile(_seekable(stream)).iter_batches(batch_size=_ROWS)
        yield from documents_of((row for batch in batches for row in batch.to_pylist()), name, how.fields)
    except (pa.ArrowException, OSError) as error:
        yield BadRecord(name, name, f"no Parquet file, or a broken one ({error})")


def read_arrow(stream: IO[bytes], name: str, how: Reading) -> Documents:
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
        yield from documents_of((row for batch in batches for row in batch.to_pylist()), name, how.fields)
    except (pa.ArrowException, OSError) as error:
        yield BadRecord(name, name, f"no Arrow file, or a broken one ({error})")


def read_warc(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """Web pages of a WARC file, and texts of a WET file; other records, and other media types, are passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.conversion
    sound = _Sound(stream)
    for record in ArchiveIterator(sound, record_types=wanted, parse_http=False):
        size = record.content_length
        place = f"{name}:{record.stream_pos}"
        if size > how.max_bytes + _HTTP_HEAD:
            yield BadRecord(
                record.record_id or place, place, f"a record of {size:,} bytes, more than {how.max_bytes:,}"
            )
            continue
        record.freeze()
        if record.content_length < size:
            yield BadRecord(record.record_id or place, place, f"breaks off after {record.content_length:,} bytes")
            continue
        record.parse_http(auto_decode="all")
        if (record.http_content_type or "text/plain").lower().startswith(("text/", "application/xhtml")):
            yield _page_of(record, place, how)
    if sound.error:
        raise sound.error


def _page_of(record: Any, place: str, how: Reading) -> Found:
    name = record.record_id or place
    raw = record.reader.read(how.max_bytes + 1)
    fields = {"date": record.record_date.isoformat() if record.record_date else None}
    try:
        text = _declared(raw, record.http_charset)
    except UnicodeDecodeError as error:
        return BadRecord(name, place, f"is not the {error.encoding} that its header declares ({error.reason})")
    return Document(name, text, record.headers.get("WARC-Target-URI"), place, fields)


class _Sound(io.RawIOBase):
    """A stream up to where it is damaged: fastwarc would lose the records that it has read ahead."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._position = 0
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._position  # only asked for where the stream stands

    def tell(self) -> int:
        return self._position

    def read(self, size: int = -1) -> bytes:
        try:
            found: bytes = self._stream.read1(size)  # type: ignore[attr-defined]  # what IO[bytes] lacks, every reader has
        except Exception as error:  # kept, and raised when all that came before it has been read
            self.error = error
            found = b""
        self._position += len(found)
        return found


def _declared(raw: bytes, charset: str | None) -> str | bytes:
    """Text by the charset of the HTTP header; bytes, for their own detection, where it is no charset."""
    try:
        return raw.decode(charset) if charset else raw
    except LookupError:
        return raw


def read_zip(stream: IO[bytes], name: str, how: Reading) -> Documents:
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
                    yield from read_stream(part, place, how)
            except Exception as error:  # one broken member must not cost the others
                yield BadRecord(place, place, f"cannot be unpacked ({error})")


def read_tar(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The files of a tar archive that are read by name, in order; nothing is unpacked to disk."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                part = archive.extractfile(member) if member.isfile() and is_known(member.name) else None
                if part is not None:
                    yield from read_stream(part, f"{name}/{member.name}", how)
    except (tarfile.TarError, OSError, EOFError) as error:
        yield BadRecord(name, name, f"no tar archive, or a broken one ({error})")


def read_whole(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The stream as one document."""
    yield Document(name, stream.read(how.max_bytes + 1), place=name)


Reader = Callable[[IO[bytes], str, Reading], Documents]
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


def read_stream(stream: IO[bytes], name: str, how: Reading) -> Documents:
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
        yield from READERS.get(kind, read_whole)(stream, name, how)
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
