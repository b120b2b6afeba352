"""Files that hold many documents: JSON lines, tables, web archives, ZIP and tar; and compressed ones.

Every reader takes an open binary stream and yields documents one by one; a record that cannot be read becomes a
`BadRecord`, and reading goes on behind it wherever the format allows.
"""

import csv
import functools
import io
import itertools
import json
import mimetypes
import re
import tarfile
import zipfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import IO, Any

from cleaner.decode import marked
from cleaner.io.charsets import LOOK, as_utf8, decoded
from cleaner.io.compression import MAGIC, suffixes, unpacked
from cleaner.io.documents import BadRecord, Document, Found
from cleaner.io.records import Fields, Reading, documents_of, named_twice
from cleaner.options import MAX_BYTES

Documents = Iterator[Found]
_LONGEST_FIELD = 2**31 - 1  # that the csv module can be told
_MARKS = (",", "\t", ";", "|")  # that part the values of a row
_BESIDE = None  # the key of a row's values that have no name
_ROWS = 256  # of a Parquet file at a time
_HTTP_HEAD = 1 << 16  # bytes before a page in its record, at most
_LEVELS = 100  # of a record's lists and mappings; Python cannot copy, send or write what is nested some hundreds deep
_SHOWN = 1000  # characters of a broken line that its reject keeps


def read_jsonl(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """One JSON object a line; empty lines are passed over."""
    most = _longest(how)
    return documents_of(_json_records(_lines(as_utf8(stream), most), name, most), name, how.fields)


def read_json(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """JSON lines, as many a corpus calls .json; else one object, or an array of objects, which is held whole."""
    most = _longest(how)
    stream = as_utf8(stream)
    lines = _lines(stream, most)
    head = list(_to_second(lines))
    filled = [line.strip() for line in head if line.strip()]
    if not filled:
        return iter(())
    if _are_records(filled):
        return documents_of(_json_records(itertools.chain(head, lines), name, most), name, how.fields)
    begun = b"".join(head)
    whole = begun + stream.read(max(most + 1 - len(begun), 0))
    if len(whole) > most:
        return iter([BadRecord(name, name, f"no JSON lines, and more than {most:,} bytes", _shown(whole))])
    return documents_of(_array(whole, name), name, how.fields)


def _to_second(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines up to the second that holds anything."""
    filled = 0
    for line in lines:
        yield line
        filled += bool(line.strip())
        if filled == 2:
            return


def _are_records(head: Sequence[bytes]) -> bool:
    """Whether the first lines are objects, of which the first may be broken off; one over many lines goes on with a
    name.
    """
    first = head[0].removeprefix(BOM_UTF8).lstrip()
    return first.startswith(b"{") and (first.endswith(b"}") or any(line.startswith(b"{") for line in head[1:]))


def _longest(how: Reading) -> int:
    """Bytes of a line at most. A document is shorter than its line, so that its own limit is no measure of that."""
    return max(how.max_bytes, MAX_BYTES)


def _json_records(lines: Iterable[bytes], name: str, most: int) -> Iterator[Mapping[str, Any] | BadRecord]:
    filled = ((at, line) for at, line in enumerate(lines, start=1) if line.strip())
    for number, (at, line) in enumerate(filled, start=1):  # as documents are, so that no two have one place
        place = f"{name}:{number}"
        if len(line) > most:
            yield BadRecord(place, place, f"line {at} has more than {most:,} bytes", _shown(line))
            continue
        try:
            yield _record(json.loads(line), place, line, f" (line {at})")
        except json.JSONDecodeError as error:
            yield BadRecord(place, place, f"no JSON (line {at}, column {error.pos + 1}: {error.msg})", _shown(line))
        except (ValueError, RecursionError) as error:
            yield BadRecord(place, place, f"no JSON (line {at}: {error})", _shown(line))


def _array(data: bytes, name: str) -> Iterator[Mapping[str, Any] | BadRecord]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield BadRecord(name, name, f"no JSON ({error})", _shown(data))
        return
    for number, value in enumerate(found if isinstance(found, list) else [found], start=1):
        yield _record(value, f"{name}:{number}", b"" if isinstance(value, dict) else json.dumps(value).encode())


def _record(value: object, place: str, source: bytes, line: str = "") -> Mapping[str, Any] | BadRecord:
    if _is_deeper(value, _LEVELS):
        return BadRecord(place, place, f"nests more than {_LEVELS} levels deep{line}", _shown(source))
    return value if isinstance(value, dict) else BadRecord(place, place, f"no JSON object{line}", _shown(source))


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
    """Values under a line of names, parted by commas, or by what that line is parted by."""
    return documents_of(_rows(stream, name, how, ","), name, how.fields)


def read_tsv(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """Likewise, parted by tabs."""
    return documents_of(_rows(stream, name, how, "\t"), name, how.fields)


def _rows(stream: IO[bytes], name: str, how: Reading, usual: str) -> Iterator[Mapping[str, Any] | BadRecord]:
    csv.field_size_limit(
        max(csv.field_size_limit(), min(how.max_bytes, _LONGEST_FIELD))
    )  # the default of 128 kB is less than many a page
    ended: list[bool] = []
    lines = decoded(as_utf8(stream))
    head = next(lines, "")
    mark = _mark(head, usual, how.fields)
    # Who writes a space before a name writes one before a value, and a quote behind it is to count.
    spaced = any(name.startswith(" ") for name in _names(head, mark))
    rows = csv.DictReader(
        itertools.chain([head], lines, _telling(ended)), restkey=_BESIDE, delimiter=mark, skipinitialspace=spaced
    )
    rows.fieldnames = [name.strip() for name in rows.fieldnames or ()]
    fault = "a quote in the line of names is never closed" if ended else named_twice(rows.fieldnames)
    if fault:
        yield BadRecord(name, name, f"no CSV ({fault})")
        return
    for number in itertools.count(1):  # as documents are numbered, so that no two have one place
        place = f"{name}:{number}"
        before = rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(place, place, f"no CSV (line {rows.line_num}: {error})")
            continue
        beside = row.pop(_BESIDE, [])
        if ended:  # a row ends with its line, unless a quote holds it open
            swallowed = rows.line_num - before
            why = f"line {before + 1}: a quote is never closed: {swallowed:,} lines are one row"
            yield BadRecord(place, place, f"no CSV ({why})", row)
        elif any(beside):  # most often a text with commas and without quotes: what stands before the first is not all
            why = f"line {rows.line_num}: {len(row) + len(beside)} values under {len(row)} names"
            yield BadRecord(place, place, f"no CSV ({why})", {**row, "": beside})
        else:
            yield row


def _mark(head: str, usual: str, fields: Fields) -> str:
    """What parts the names of columns: it gives one of a field that holds documents, or else the most."""

    def worth(mark: str) -> tuple[bool, int]:
        names = [name.strip(' "') for name in _names(head, mark)]
        return not {*names}.isdisjoint(fields.document), len(names)

    return max((usual, *_MARKS), key=worth)


def _names(head: str, mark: str) -> list[str]:
    return next(csv.reader([head], delimiter=mark), [])


def _telling(ended: list[bool]) -> Iterator[str]:
    """No line; `ended` is filled when one is asked for."""
    ended.append(True)
    yield from ()


def read_parquet(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(_seekable(stream))
        yield from _of_table(table.schema_arrow.names, table.iter_batches(batch_size=_ROWS), name, how)
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
            reader = pa.ipc.open_stream(data)
            batches = iter(reader)
        yield from _of_table(reader.schema.names, batches, name, how)
    except (pa.ArrowException, OSError) as error:
        yield BadRecord(name, name, f"no Arrow file, or a broken one ({error})")


def _of_table(columns: Sequence[str], batches: Iterable[Any], name: str, how: Reading) -> Documents:
    """The rows of record batches with these columns."""
    from cleaner.io.rows import rows_of

    if fault := named_twice(columns):
        yield BadRecord(name, name, fault)
    else:
        yield from documents_of((row for batch in batches for row in rows_of(batch)), name, how.fields)


def read_warc(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """Web pages of a WARC file, and texts of a WET file; other records, and other media types, are passed over."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        yield BadRecord(name, name, "web archives need one package more: pip install 'news-cleaner[io]'")
        return
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
    """The members of a ZIP archive, in order."""
    try:
        archive = zipfile.ZipFile(_seekable(stream))
    except (zipfile.BadZipFile, OSError) as error:
        yield BadRecord(name, name, f"no ZIP archive, or a broken one ({error})")
        return
    with archive:
        for member in archive.infolist():
            place = f"{name}/{member.filename}"
            if member.is_dir() or is_no_document(member.filename):
                continue
            if refusal := refused(member.filename):
                yield BadRecord(place, place, refusal)
                continue
            try:
                with archive.open(member) as part:
                    yield from read_stream(part, place, how)
            except Exception as error:  # one broken member must not cost the others
                yield BadRecord(place, place, f"cannot be unpacked ({error})")


def read_tar(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The files of a tar archive, in order; nothing is unpacked to disk."""
    try:
        # A block at a time: of a larger piece all is lost where the file breaks off in it.
        with tarfile.open(fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
            for member in archive:
                place = f"{name}/{member.name}"
                if member.isdir() or is_no_document(member.name):
                    continue
                part = archive.extractfile(member) if member.isfile() else None
                refusal = refused(member.name) if part else "a link or a device, and no file"
                if part and not refusal:
                    yield from read_stream(part, place, how)
                else:
                    yield BadRecord(place, place, refusal)
    except (tarfile.TarError, OSError, EOFError) as error:
        yield BadRecord(name, name, f"no tar archive, or a broken one ({error})")


def read_whole(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The stream as one document."""
    yield Document(name, stream.read(how.max_bytes + 1), place=name)


Reader = Callable[[IO[bytes], str, Reading], Documents]
READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("", ".txt", ".text", ".md", ".html", ".htm", ".xhtml"), read_whole),
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".parquet": read_parquet,
    **dict.fromkeys((".arrow", ".feather"), read_arrow),
    **dict.fromkeys((".warc", ".wet"), read_warc),
    ".zip": read_zip,
    ".tar": read_tar,
}
_STARTS = {b"WARC/1.": ".warc", b"PAR1": ".parquet", b"ARROW1\0\0": ".arrow"}
_JSON_START = re.compile(rb'\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
_BROUGHT_ALONG = frozenset(
    ".css .js .mjs .map .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp .tif .tiff .woff .woff2 .ttf .otf .eot .mp3 "
    ".m4a .ogg .wav .mp4 .webm .avi .mov .mpg .mpeg".split()
)
_LINE_END = re.compile(rb"[\r\n]")
_COLUMN = re.compile(r"[\w.:-]{1,64}")


def is_no_document(name: str) -> bool:
    """Whether no folder or archive is searched for a file of this name: it, or a folder on the way, begins with a dot,
    or it is what a saved page brings along. One named by itself is read whatever its name.
    """
    return is_hidden(name) or suffixes(name)[0] in _BROUGHT_ALONG


def is_hidden(name: str) -> bool:
    """Whether the name, or that of a folder on the way, starts with a dot."""
    return any(part.startswith(".") and part != ".." for part in PurePosixPath(name).parts)


def refused(name: str) -> str:
    """Why a file of this name that a folder or an archive holds is not read; "" where it is."""
    suffix, _ = suffixes(name)
    media = "" if suffix in READERS else _media_types().get(suffix, "")
    if media in ("", "text/plain", "text/html"):
        return ""
    return f"{media} by its name, and neither text nor page: name the file itself if it is one"


@functools.cache
def _media_types() -> Mapping[str, str]:
    """By suffix; Python's own table, as what a machine adds to it must not change a result."""
    return mimetypes.MimeTypes().types_map[True]


def holds_many(name: str) -> bool:
    """Whether a file of this name holds any number of documents."""
    return READERS.get(suffixes(name)[0], read_whole) is not read_whole


def read_stream(stream: IO[bytes], name: str, how: Reading) -> Documents:
    """The documents in an open file, by its name; by its content where the name tells nothing.

    A file that is cut off or damaged ends with a bad record.
    """
    kind, compression = suffixes(name)
    known = kind in READERS and kind
    try:
        if not known and not compression:
            stream = _peekable(stream)
            compression = _compression(stream.peek(LOOK))
        stream = unpacked(stream, compression)
        if not known:
            stream = _peekable(stream)
            kind = _kind(stream.peek(LOOK), how.fields)
        yield from READERS[kind](stream, name, how)
    except Exception as error:  # what damaged files make the libraries raise has no end
        yield BadRecord(name, name, f"cannot be read to its end ({type(error).__name__}: {error})")


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def _compression(start: bytes) -> str | None:
    return next((name for magic, name in MAGIC.items() if start.startswith(magic)), None)


def _kind(start: bytes, fields: Fields) -> str:
    """Suffix that a stream would have, by its first bytes."""
    known = next((kind for magic, kind in _STARTS.items() if start.startswith(magic)), None)
    if known:
        return known
    charset = marked(start)
    text = (start.decode(charset, "replace").encode() if charset else start).removeprefix(BOM_UTF8)
    if _JSON_START.match(text):
        return ".json"
    head, *end = _LINE_END.split(text, maxsplit=1)
    names = head.decode("utf-8", "replace").strip()
    return ".csv" if end and any(_is_head(names.split(mark), fields) for mark in _MARKS) else ""


def _is_head(names: list[str], fields: Fields) -> bool:
    """Whether a line names the columns of a table: several, all of them names, one of a field that holds documents."""
    bare = [name.strip('"') for name in names]
    return len(bare) > 1 and all(map(_COLUMN.fullmatch, bare)) and not {*bare}.isdisjoint(fields.document)


def _seekable(stream: IO[bytes]) -> IO[bytes]:
    """The stream, or all of it in memory where it cannot go back: these formats keep their index at the end."""
    try:
        seekable = stream.seekable()
    except AttributeError:  # members of a tar that is read as a stream
        seekable = False
    return stream if seekable else io.BytesIO(stream.read())


def _shown(line: bytes) -> str:
    return line[:_SHOWN].decode("utf-8", "replace")
