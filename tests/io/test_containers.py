import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.io.documents import BadRecord, Document
from cleaner.io.readers import find_sources
from cleaner.io.records import Reading

ROWS = [{"id": "a", "text": "First text", "lang": "en"}, {"id": "b", "text": "Second", "lang": "de"}]
JSONL = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def read(path: Path, max_bytes: int = 10_000) -> list[Document | BadRecord]:
    return [found for source in find_sources([str(path)]) for found in source.documents(Reading(max_bytes))]


def check_rows(found: list[Document | BadRecord]) -> None:
    assert [(d.id, d.raw, dict(d.fields)) for d in found if isinstance(d, Document)] == [
        (row["id"], row["text"], {"id": row["id"], "lang": row["lang"]}) for row in ROWS
    ]
    assert not any(isinstance(d, BadRecord) for d in found)


def write_table(path: Path) -> Path:
    table = pa.Table.from_pylist(ROWS)
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        new = pa.ipc.new_stream if "stream" in path.name else pa.ipc.new_file
        with new(path, table.schema) as writer:
            writer.write_table(table)
    return path


@pytest.mark.parametrize("name", ["rows.parquet", "rows.arrow", "stream.arrow"])
def test_tables_give_a_document_a_row(name: str, tmp_path: Path) -> None:
    check_rows(read(write_table(tmp_path / name)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.jsonl", JSONL),
        ("rows.ndjson", JSONL.replace(b"\n", b"\r\n\r\n")),
        ("rows", JSONL),
        ("rows.json", JSONL),
        ("rows.json", b"\n" + json.dumps(ROWS, indent=1).encode()),
        ("rows", b"\xef\xbb\xbf" + JSONL),
        ("rows", json.dumps(ROWS).encode()),
        ("rows", b'"id","text","lang"\r\na,First text,en\r\nb,Second,de\r\n'),
        ("rows", b"\xef\xbb\xbfid\ttext\tlang\na\tFirst text\ten\nb\tSecond\tde\n"),
        ("rows.csv", b"id,text,lang\na,First text,en\nb,Second,de\n"),
        ("rows", b'id|text|"lang"\na|First text|en\nb|Second|de\n'),
        ("rows.csv", b'\xef\xbb\xbfid;text;lang\r\na;"First text";en\r\nb;Second;de\r\n'),
        ("rows.csv", b"id\ttext\tlang\na\tFirst text\ten\nb\tSecond\tde\n"),
        ("rows.csv", b'id, "text" , lang\na, "First text", en\nb, Second, de\n'),
        ("rows.csv", b"id ,text ,lang\r\na,First text,en\r\nb,Second,de\r\n"),
        ("rows.csv", b'"id"|"text"|"lang"\na|First text|en\nb|Second|de\n'),
        ("rows.tsv", b"\xef\xbb\xbfid\ttext\tlang\r\na\tFirst text\ten\r\nb\tSecond\tde\r\n"),
    ],
)
def test_lines_give_a_document_a_record(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    check_rows(read(tmp_path / name))


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", None)]
)
def test_any_of_them_may_be_compressed(suffix: str, pack, tmp_path: Path) -> None:
    pack = pack or pytest.importorskip("zstandard").compress
    (tmp_path / f"rows.jsonl{suffix}").write_bytes(pack(JSONL))
    check_rows(read(tmp_path / f"rows.jsonl{suffix}"))
    (tmp_path / "nameless").write_bytes(pack(JSONL))
    check_rows(read(tmp_path / "nameless"))
    (tmp_path / f"page.html{suffix}").write_bytes(pack(b"<p>Page</p>"))
    assert [d.raw for d in read(tmp_path / f"page.html{suffix}")] == [b"<p>Page</p>"]


@pytest.mark.parametrize("name", ["rows", "rows.json", "rows.jsonl"])
def test_a_broken_first_line_costs_itself_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b'{"text": "broken off\n' + JSONL)
    broken, *found = read(tmp_path / name)
    assert isinstance(broken, BadRecord)
    check_rows(found)


def test_a_quote_that_holds_all_rows_in_the_line_of_names_is_told(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b'id,"text\n1,abc\n2,def\n')
    (found,) = read(tmp_path / "rows.csv")
    assert isinstance(found, BadRecord)
    (tmp_path / "rows.csv").write_bytes(b"id,text\n\n")
    assert read(tmp_path / "rows.csv") == []


def test_archives_give_the_documents_of_their_members(tmp_path: Path) -> None:
    members = {"one.txt": b"One", "deep/rows.jsonl": JSONL, "a.pdf": b"%PDF-1.4", "b.png": b"\x89PNG", ".c.txt": b"No"}
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    for name in ("all.zip", "all.tar.gz"):
        found = read(tmp_path / name)
        assert [d.id for d in found] == [f"{name}/one.txt", "a", "b", f"{name}/a.pdf"]
        assert found[1].place == f"{name}/deep/rows.jsonl:1"


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / "crawl.warc.gz").write_bytes(
        b"".join(
            gzip.compress(_response(*page))
            for page in (
                ("https://example.org/a", "text/html; charset=iso-8859-1", "<p>Café</p>".encode("latin-1")),
                ("https://example.org/b.png", "image/png", b"\x89PNG"),
                ("https://example.org/c", "text/html; charset=nonsense", b"<p>C</p>"),
            )
        )
    )
    one, three = read(tmp_path / "crawl.warc.gz")
    assert (one.url, one.raw) == ("https://example.org/a", "<p>Café</p>")
    assert (three.url, three.raw) == ("https://example.org/c", b"<p>C</p>")
    assert one.place.startswith("crawl.warc.gz:")


def test_a_web_archive_says_which_package_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("fastwarc", "fastwarc.warc"):
        monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "crawl.warc").write_bytes(_response("https://example.org/a", "text/html", b"<p>A</p>"))
    (found,) = read(tmp_path / "crawl.warc")
    assert isinstance(found, BadRecord)
    assert "pip install 'news-cleaner[io]'" in found.message


def _response(url: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash(url)) % 10**12:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_html_stands_before_text_and_empty_fields_are_passed_over(tmp_path: Path) -> None:
    rows = [{"text": "T", "html": "<p>H</p>"}, {"html": "", "text": "T"}, {"html": None, "url": "https://x.org"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    first, second, third = read(tmp_path / "rows.jsonl")
    assert (first.raw, second.raw) == ("<p>H</p>", "T")
    assert first.id == "rows.jsonl:1"
    assert isinstance(third, BadRecord)


def test_a_broken_record_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b'{"text": "One"}\n{"text": \n[1]\n\xff\xfe\n{"text": "Two"}\n')
    found = read(tmp_path / "rows.jsonl")
    assert [d.raw for d in found if isinstance(d, Document)] == ["One", "Two"]
    assert [d.place for d in found if isinstance(d, BadRecord)] == [f"rows.jsonl:{k}" for k in (2, 3, 4)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.jsonl.gz", gzip.compress(JSONL * 500)[:-20]),
        ("cut.jsonl.xz", lzma.compress(JSONL * 500)[:-20]),
        ("bad.gz", b"\x1f\x8bnonsense"),
        ("bad.zip", b"PK\x03\x04nonsense"),
        ("bad.tar", b"nonsense" * 100),
        ("bad.parquet", b"PAR1nonsense"),
        ("bad.arrow", b"nonsense"),
    ],
)
def test_a_damaged_file_ends_with_a_bad_record(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    *before, last = read(tmp_path / name)
    assert isinstance(last, BadRecord)
    assert all(isinstance(document, Document) for document in before)


def test_a_packed_archive_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name in ("a.txt", "b.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(b"Text")
            tar.addfile(member, io.BytesIO(b"Text"))
    packed = gzip.compress(archive.getvalue()[: 4 * tarfile.BLOCKSIZE])
    (tmp_path / "pages.tar.gz").write_bytes(packed[:-8])
    *documents, last = read(tmp_path / "pages.tar.gz")
    assert [found.id for found in documents] == ["pages.tar.gz/a.txt", "pages.tar.gz/b.txt"]
    assert isinstance(last, BadRecord)


def test_a_record_larger_than_the_csv_modules_default_is_read(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,text\na," + "long " * 60_000 + "\n")
    (document,) = read(tmp_path / "rows.csv", max_bytes=10**6)
    assert len(document.raw) == 300_000


def test_tables_inside_archives(tmp_path: Path) -> None:
    table = write_table(tmp_path / "rows.parquet")
    with tarfile.open(tmp_path / "all.tar", "w") as tar:
        tar.add(table, "rows.parquet")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.write(table, "rows.parquet")
    with tarfile.open(tmp_path / "nested.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "inner.zip", "inner.zip")
    for name in ("all.tar", "nested.tar.gz"):
        check_rows(read(tmp_path / name))


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"a":' * 100_000, b"\x00", b'{"text": "\\ud800"}', b"NaN"])
def test_no_line_of_json_ends_the_reading(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(line + b'\n{"text": "Two"}\n')
    assert [d.raw for d in read(tmp_path / "rows.jsonl") if isinstance(d, Document)][-1] == "Two"


def test_a_field_that_is_no_text_does_not_hide_one_that_is(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"html": 5, "text": "Text", "body": "Other"}')
    (document,) = read(tmp_path / "rows.jsonl")
    assert (document.raw, dict(document.fields)) == ("Text", {"html": 5, "body": "Other"})


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1252", "Café"),
        ("cp1251", "Мост через гавань снова открыт: сообщили в понедельник городские власти."),
        ("cp1250", "Most přes přístav byl v pondělí po deseti letech oprav znovu otevřen: řekl mluvčí města."),
        ("cp932", "港に架かる橋は十年にわたる修理を終え、月曜日に再び開通したと市が発表した。"),
        ("gb18030", "市政府周一表示，经过十年的维修，港口大桥重新开放。"),
    ],
)
def test_an_older_table_is_read_by_its_old_charset(charset: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(f"id,text\na,{text}\n".encode(charset))
    assert [d.raw for d in read(tmp_path / "rows.csv")] == [text]


def test_a_text_with_marks_in_the_line_of_names_is_parted_by_what_names_a_document(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("text,a;b;c;d\nOne;two;three;four;five,x\n")
    assert [d.raw for d in read(tmp_path / "rows.csv")] == ["One;two;three;four;five"]


def test_a_row_in_an_older_charset_among_others_is_read_by_it(tmp_path: Path) -> None:
    rows = [b"id,text\n", "a,Мост открыт\n".encode(), "b,Café\n".encode("cp1252"), b"c,Text\n" * 20_000]
    (tmp_path / "rows.csv").write_bytes(b"".join(rows) + "d,Señor “Paul”\n".encode("cp1252"))
    found = [d.raw for d in read(tmp_path / "rows.csv")]
    assert (found[:2], found[-1]) == (["Мост открыт", "Café"], "Señor “Paul”")


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "utf-16-be"])
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json", "rows.csv", "rows.tsv", "rows.csv.gz", "rows"])
def test_records_in_utf16_are_read_by_their_mark(name: str, charset: str, tmp_path: Path) -> None:
    row = {"id": "é1", "text": "Ünïcode — 漢字 and 😀 " * 9000, "lang": "cs"}
    mark = {".tsv": "\t", ".csv": ","}.get(Path(name.removesuffix(".gz")).suffix)
    lines = [mark.join(values) for values in (row, row.values())] if mark else [json.dumps(row, ensure_ascii=False)]
    mark_of_order = "\ufeff" if charset == "utf-16-be" else ""
    data = (mark_of_order + "\r\n".join(lines) + "\r\n").encode(charset)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    (found,) = read(tmp_path / name, max_bytes=10**6)
    assert (found.id, found.raw, found.fields["lang"]) == (row["id"], row["text"], "cs")


@pytest.mark.parametrize("name", ["rows.csv", "rows"])
def test_carriage_returns_alone_part_the_lines_of_a_table(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b'id,text,lang\ra,First text,en\rb,"Second",de\r')
    check_rows(read(tmp_path / name))
    (tmp_path / name).write_bytes(b"id,text\na,cut\rshort\nb,Two\n")
    bad, two = read(tmp_path / name)
    assert (isinstance(bad, BadRecord), two.raw) == (True, "Two")


def test_a_compressed_page_without_a_name_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "nameless").write_bytes(gzip.compress(b"<p>Page</p>"))
    assert [d.raw for d in read(tmp_path / "nameless")] == [b"<p>Page</p>"]


@pytest.mark.parametrize(
    "text", [b"text, and more of it\nA line", b"Council, bridge\nA line", b"text\nA line", b"text,html"]
)
def test_a_text_that_opens_like_a_table_is_a_text(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "nameless").write_bytes(text)
    assert [d.raw for d in read(tmp_path / "nameless")] == [text]


@pytest.mark.parametrize("name", ["part.json", "part.jsonl", "part.csv"])
@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_a_file_without_records_holds_no_document(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name) == []


def test_json_over_several_lines_is_one_record(tmp_path: Path) -> None:
    (tmp_path / "row.json").write_text(json.dumps({"text": "One", "x": {"y": [1]}}, indent=1))
    (tmp_path / "bad.json").write_text('[{"text": "One"}, 5')
    assert [d.raw for d in read(tmp_path / "row.json")] == ["One"]
    assert [d.id for d in read(tmp_path / "bad.json") if isinstance(d, BadRecord)] == ["bad.json"]


def test_a_quote_that_is_never_closed_is_a_bad_record(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text('id,text\na,"One\nline"\nb,"Two\nc,Three\n')
    one, bad = read(tmp_path / "rows.csv")
    assert one.raw == "One\nline"
    assert (bad.place, dict(bad.raw)) == ("rows.csv:2", {"id": "b", "text": "Two\nc,Three\n"})
    assert "line 4" in bad.message


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_the_limit_is_one_of_documents_not_of_lines(name: str, tmp_path: Path) -> None:
    row = {"text": "Text", "about": "a" * 100}
    lines = json.dumps(row) if name.endswith("l") else "\n".join(map(",".join, (row.keys(), row.values())))
    (tmp_path / name).write_text(lines)
    assert [d.raw for d in read(tmp_path / name, max_bytes=50)] == ["Text"]


@pytest.mark.parametrize("name", ["rows.parquet", "rows.arrow"])
def test_a_value_that_python_has_no_form_for_costs_no_row(name: str, tmp_path: Path) -> None:
    texts = pa.array([b"First", b"Caf\xe9"], pa.binary()).view(pa.string())
    days = pa.array([0, 10**18], pa.int64()).cast(pa.timestamp("us"))
    lists = pa.ListArray.from_arrays([0, 1, 2], texts)
    table = pa.table({"text": texts, "day": days, "list": lists})
    if name.endswith("parquet"):
        pq.write_table(table, tmp_path / name)
    else:
        with pa.ipc.new_file(tmp_path / name, table.schema) as writer:
            writer.write_table(table)
    first, second = read(tmp_path / name)
    assert (first.raw, first.fields["list"]) == ("First", ["First"])
    assert second.raw == b"Caf\xe9"
    assert isinstance(second.fields["day"], str)
    assert "cannot be read" in second.fields["list"]


def test_a_row_with_more_values_than_names_is_no_document_cut_short(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,text\na,One, and more of it\nb,Two,,\n")
    bad, two = read(tmp_path / "rows.csv")
    assert isinstance(bad, BadRecord)
    assert (bad.place, "line 2: 3 values under 2 names" in bad.message) == ("rows.csv:1", True)
    assert (two.raw, dict(two.fields)) == ("Two", {"id": "b"})


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json"])
def test_a_broken_line_is_named_by_its_number_in_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b'\n{"text": "One"}\n\n{"text": \n[1]\n\n"\xff"\n')
    messages = [d.message for d in read(tmp_path / name) if isinstance(d, BadRecord)]
    assert [message.partition("line ")[2][0] for message in messages] == ["4", "5", "7"]
    (tmp_path / "row.json").write_bytes(b'\n\n{\n\n "text": oops}')
    assert [("line 5 column 10" in d.message) for d in read(tmp_path / "row.json")] == [True]


def test_no_two_records_have_one_place(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "One"}\n\n\n{"text": "Two"}\n{\n{"text": "Three"}\n')
    (tmp_path / "rows.csv").write_text('text,lang\n"One\ntwo",en\nx,y,z\nThree,de\n')
    for path in (tmp_path / "rows.jsonl", tmp_path / "rows.csv"):
        found = read(path)
        assert [d.id for d in found] == [f"{path.name}:{k + 1}" for k in range(len(found))]


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet", "rows.arrow", "stream.arrow"])
def test_two_columns_of_one_name_are_told(name: str, tmp_path: Path) -> None:
    table = pa.table([["a"], ["One"], ["Two"], ["en"]], names=["id", "text", "text", "lang"])
    if name == "rows.csv":
        (tmp_path / name).write_text("id,text,text,lang,,\na,One,Two,en,,\n")
    elif name == "rows.parquet":
        pq.write_table(table, tmp_path / name)
    else:
        with (pa.ipc.new_stream if "stream" in name else pa.ipc.new_file)(tmp_path / name, table.schema) as writer:
            writer.write_table(table)
    (bad,) = read(tmp_path / name)
    assert isinstance(bad, BadRecord)
    assert "two columns are named text" in bad.message
    (tmp_path / "blank.csv").write_text("text,,\nOne,,\n")
    assert [d.raw for d in read(tmp_path / "blank.csv")] == ["One"]


def test_an_empty_id_names_nothing_and_missing_text_is_said_with_the_fields_there_are(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,text\n,One\n")
    assert [d.id for d in read(tmp_path / "rows.csv")] == ["rows.csv:1"]
    (tmp_path / "semicolons.csv").write_text('id;"story, in full";lang\n1;One;en\n')
    (bad,) = read(tmp_path / "semicolons.csv")
    assert isinstance(bad, BadRecord)
    assert bad.message.endswith("with --text-field, of id, story, in full, lang")
