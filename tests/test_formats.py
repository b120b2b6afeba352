"""Every kind of input times every kind of output: what is written is what `clean` gives, in that format."""

import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from cleaner import Cleaner
from cleaner.cli import app
from cleaner.io.compression import suffixes
from cleaner.io.compression import unpacked as unpack
from cleaner.io.documents import Document
from cleaner.io.readers import find_sources, read_all
from cleaner.io.records import READING
from cleaner.io.writer import Record
from cleaner.io.writers import FORMATS
from cleaner.repeats import content_hash

TEXT = "Bridge reopens\n\nThe bridge over the harbour reopened on Monday after ten years of repairs, the city said."
PAGE = "<h1>Council meets</h1><p>The council met on Monday &amp; decided nothing at all, as it does.</p>"
RAWS = {"one": TEXT, "two": PAGE, "three": "Ünïcode “quotes” — and 漢字.\n\nA second paragraph, with a comma."}
ROWS = [{"id": name, "text": raw} for name, raw in RAWS.items()]


def lines() -> bytes:
    return "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def table(delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["id", "text"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), file)
    return file.getvalue()


def arrow() -> bytes:
    file = io.BytesIO()
    rows = pa.Table.from_pylist(ROWS)
    with pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_table(rows)
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in RAWS.items():
            archive.writestr(f"{name}.txt", raw)
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, raw in RAWS.items():
            info = tarfile.TarInfo(f"{name}.txt")
            info.size = len(raw.encode())
            archive.addfile(info, io.BytesIO(raw.encode()))
    return file.getvalue()


def web_archive() -> bytes:
    parts = []
    for name, raw in RAWS.items():
        body = raw.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: {name}\r\nContent-Type: text/plain\r\n"
            f"WARC-Date: 2024-03-31T10:00:00Z\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        parts.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(parts)


INPUTS: dict[str, Callable[[], bytes]] = {
    "rows.jsonl": lines,
    "rows.jsonl.gz": lambda: gzip.compress(lines()),
    "rows.csv": lambda: table(","),
    "rows.tsv.xz": lambda: lzma.compress(table("\t")),
    "rows.parquet": parquet,
    "rows.arrow": arrow,
    "rows.zip": zipped,
    "rows.tar.gz": tarred,
    "rows.wet": web_archive,
    "folder": lambda: b"",
}
OUTPUTS = {"jsonl": "jsonl", "jsonl.zst": "jsonl", "csv.gz": "csv", "parquet": "parquet", "md": "md", "txt": "txt"}


def make_input(name: str, folder: Path) -> Path:
    path = folder / name
    if name == "folder":
        path.mkdir()
        for key, raw in RAWS.items():
            (path / f"{key}.txt").write_text(raw, encoding="utf-8")
    else:
        path.write_bytes(INPUTS[name]())
    return path


def expected(source: Path, format_name: str, cleaner: Cleaner) -> bytes:
    """The articles of the same documents, each cleaned alone, in that format."""
    stream = io.BytesIO()
    writer = FORMATS[format_name](stream)
    for found in read_all(find_sources([str(source)]), READING):
        assert isinstance(found, Document)
        article = cleaner.clean(found.raw, url=found.url)
        record = Record(found.id, article, found.fields, content_hash(article))
        writer.write(writer.encode(record, many=True))
    writer.close()
    return stream.getvalue()


def unpacked(path: Path) -> bytes:
    with path.open("rb") as stream:
        return unpack(stream, suffixes(path.name)[1]).read()


@pytest.mark.parametrize("target", OUTPUTS)
@pytest.mark.parametrize("name", INPUTS)
def test_every_input_to_every_output(name: str, target: str, toy_model: Path, tmp_path: Path) -> None:
    if name.endswith(".wet"):
        pytest.importorskip("fastwarc")
    source, out = make_input(name, tmp_path), tmp_path / f"out.{target}"
    result = CliRunner().invoke(app, ["clean", str(source), "-o", str(out), "--model", str(toy_model), "-q"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert unpacked(out) == expected(source, OUTPUTS[target], Cleaner(toy_model))


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_holds_the_same_documents(name: str, tmp_path: Path) -> None:
    if name.endswith(".wet"):
        pytest.importorskip("fastwarc")
    found = [d for source in find_sources([str(make_input(name, tmp_path))]) for d in source.documents()]
    texts = [d.raw if isinstance(d.raw, str) else d.raw.decode() for d in found if isinstance(d, Document)]
    assert sorted(texts) == sorted(RAWS.values())
