import bz2
import contextlib
import csv
import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Article, Block, Label, Role
from cleaner.article import ModelInfo
from cleaner.errors import BadInput, BadOptions
from cleaner.io.writer import Record
from cleaner.io.writers import FORMATS, Output, ShardSize, choose_format, open_output, shards

SOURCE = "Council meets\n\nThe council met on Monday."
ARTICLE = Article(
    title="Council meets",
    standfirst=None,
    authors=("Jane Doe",),
    published="2024-03-31",
    updated=None,
    language="en",
    url=None,
    site=None,
    paragraphs=("The council met on Monday.",),
    captions=(),
    text="The council met on Monday.",
    status="ok",
    quality=None,
    source=SOURCE,
    blocks=(
        Block(0, 13, "Council meets", Label.BODY, Role.HEADLINE, 0.9, dict.fromkeys(Label, 0.2)),
        Block(15, 41, "The council met on Monday.", Label.BODY, Role.PARAGRAPH, 0.9, dict.fromkeys(Label, 0.2)),
    ),
    model=ModelInfo("test", "1", "00"),
)


def opened(out: Path | None, format_name: str, **how) -> Output:
    return open_output(out and str(out), format_name=format_name, stream=io.BytesIO(), **how)


def encoded(format_name: str, document_id: str, article: Article = ARTICLE, *, many: bool = False, **more) -> bytes:
    return FORMATS[format_name].encode(Record(document_id, article, **more), many=many)


def written(format_name: str, *articles: tuple[str, Article], many: bool) -> bytes:
    stream = io.BytesIO()
    with open_output(None, format_name=format_name, stream=stream) as output:
        for document_id, article in articles:
            output.write(document_id, encoded(format_name, document_id, article, many=many))
    return stream.getvalue()


SOUND = st.text(st.characters(exclude_categories=["Cs"]))


@given(SOUND, SOUND)
def test_json_lines_give_the_article_back(document_id: str, text: str) -> None:
    article = replace(ARTICLE, title=text, source=text)
    (line, rest) = written("jsonl", (document_id, article), many=True).split(b"\n")
    assert rest == b""
    data = json.loads(line)
    assert data.pop("id") == document_id
    assert Article.from_dict(data) == article


@given(st.text(st.characters(categories=["Cs", "L", "Zs"])))
def test_every_format_is_utf8_whatever_is_in_the_source(text: str) -> None:
    article = replace(ARTICLE, title=text, text=text, paragraphs=(text,), source=text)
    for format_name in FORMATS.keys() - {"parquet"}:
        written(format_name, (text, article), many=True).decode("utf-8")
    (row,) = pq.read_table(io.BytesIO(written("parquet", (text, article), many=True))).to_pylist()
    assert row["id"] == row["text"] == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_text_alone_and_among_others() -> None:
    assert written("txt", ("a", ARTICLE), many=False) == b"Council meets\n\nThe council met on Monday.\n"
    both = written("txt", ("a", ARTICLE), ("b", ARTICLE), many=True).decode()
    assert both.index("==> a <==") < both.index("==> b <==")


def test_markdown_alone_has_no_comment_and_among_others_it_cannot_be_closed() -> None:
    assert b"<!--" not in written("md", ("a", ARTICLE), many=False)
    assert written("md", ("x-->y", ARTICLE), many=True).count(b"-->") == 1


def test_nothing_is_left_of_a_file_that_failed(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    output = opened(out, "jsonl", force=True)
    with contextlib.suppress(RuntimeError), output:
        output.write("a", encoded("jsonl", "a"))
        raise RuntimeError
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_folder_gives_each_document_a_file_of_its_own(tmp_path: Path) -> None:
    ids = ["a.txt", "a.html", "a.html.txt", "sub/a.txt", "report.2022", "../up.txt", "/abs/x.txt"]
    out = tmp_path / "out"
    with opened(out, "txt") as output:
        for document_id in ids:
            output.write(document_id, encoded("md", document_id))
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(names) == len(ids)
    assert {"out/a.txt", "out/a.html.txt", "out/sub/a.txt", "out/report.2022.txt", "out/up.txt"} <= names
    assert all(name.startswith("out/") for name in names)


def test_folder_never_replaces_what_is_read(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(SOURCE)
    output = opened(tmp_path, "txt", force=True, inputs=[source])
    with output, pytest.raises(BadInput, match="is read by this run"):
        output.write("a.txt", encoded("txt", "a.txt"))
    assert source.read_text() == SOURCE


def test_format_is_named_or_follows_the_suffix() -> None:
    assert choose_format(None, None) == "jsonl"
    assert choose_format(None, "out/folder") == "jsonl"
    assert choose_format(None, "OUT.MD") == "md"
    assert choose_format("txt", "out.md") == "txt"
    for name, out in ((None, "out.docx"), ("docx", None)):
        with pytest.raises(BadOptions, match="jsonl, md, txt"):
            choose_format(name, out)


def test_a_table_holds_what_the_articles_hold(tmp_path: Path) -> None:
    path = tmp_path / "all.parquet"
    with opened(path, "parquet") as out:
        for k in range(300):
            out.write(f"{k}", encoded("parquet", f"{k}", fields={"lang": "en", "seen": 3}))
    rows = pq.read_table(path).to_pylist()
    assert [row["id"] for row in rows] == [str(k) for k in range(300)]
    assert rows[0]["title"] == ARTICLE.title
    assert rows[0]["paragraphs"] == list(ARTICLE.paragraphs)
    assert json.loads(rows[0]["record"]) == {"lang": "en", "seen": 3}
    assert [block["role"] for block in rows[-1]["blocks"]] == [str(block.role) for block in ARTICLE.blocks]


def test_a_spreadsheet_has_a_line_an_article(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    with opened(path, "csv") as out:
        out.write("a", encoded("csv", "a"))
        out.write("b", encoded("csv", "b", fields={"lang": "en", "seen": 3}))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    assert [(row["id"], row["text"]) for row in rows] == [("a", ARTICLE.text), ("b", ARTICLE.text)]
    assert [row["record"] for row in rows] == ["", '{"lang":"en","seen":3}']


@pytest.mark.parametrize(("suffix", "unpack"), [(".gz", gzip.decompress), (".bz2", bz2.decompress), (".zst", None)])
def test_a_file_is_compressed_as_its_name_says(suffix: str, unpack, tmp_path: Path) -> None:
    unpack = unpack or (
        lambda data: pytest.importorskip("zstandard").ZstdDecompressor().decompressobj().decompress(data)
    )
    name = str(tmp_path / f"all.jsonl{suffix}")
    assert choose_format(None, name) == "jsonl"
    with opened(Path(name), "jsonl") as out:
        out.write("a", encoded("jsonl", "a", fields={"lang": "en"}))
    (line,) = unpack(Path(name).read_bytes()).splitlines()
    assert json.loads(line)["record"] == {"lang": "en"}
    assert Article.from_dict(json.loads(line)) == ARTICLE


@pytest.mark.parametrize("fields", [{}, {"lang": "en"}])
def test_every_line_keeps_the_published_schema(fields: dict[str, str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parents[2] / "docs" / "article.schema.json").read_text(encoding="utf-8"))
    line = encoded("jsonl", "a", fields=fields, content_hash="00", signature=(1, 2))
    jsonschema.validate(json.loads(line), schema)


@pytest.mark.parametrize(
    "ids",
    [
        ["https://example.org/" + "a" * 300, "https://example.org/" + "a" * 299 + "b"],
        ["a"] * 30,
        ["a.md/b", "a", "a.md"],
        ["a", "a.md/b", "a.md/c"],
        ["", "..", ".", "/", "a\0b"],
        ["a/" * 3000, "a/" * 3001, "b" * 3000 + "/c"],
        ["a.md", "a.md/" + "b" * 190 + "/" + "c" * 190],
    ],
)
def test_any_ids_give_a_file_each_inside_the_folder(ids: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with opened(out, "md") as output:
        for document_id in ids:
            output.write(document_id, encoded("md", document_id))
    assert len([path for path in out.rglob("*") if path.is_file()]) == len(ids)
    assert list(tmp_path.iterdir()) == [out]


def test_rejects_never_replace_an_input(tmp_path: Path) -> None:
    rejects = tmp_path / "out.rejects.jsonl"
    rejects.write_text("{}")
    with pytest.raises(BadInput, match="would be replaced"):
        opened(tmp_path / "out.jsonl", "jsonl", force=True, inputs=[rejects])


@pytest.mark.parametrize("name", ["out.jsonl", "out.v2.jsonl.gz"])
def test_shards_hold_so_many_articles_and_old_ones_go(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for count, names in ((7, 3), (3, 1)):
        with opened(path, "jsonl", force=True, shard=ShardSize(documents=3)) as output:
            for k in range(count):
                output.write(str(k), encoded("jsonl", str(k)))
        assert len(shards(path)) == names == len(list(tmp_path.iterdir()))
    with pytest.raises(BadOptions, match="exists"):
        opened(path, "jsonl", shard=ShardSize(documents=3))


def test_shards_hold_so_many_bytes(tmp_path: Path) -> None:
    line = encoded("jsonl", "a")
    with opened(tmp_path / "out.jsonl", "jsonl", shard=ShardSize(bytes=2 * len(line))) as output:
        for _ in range(5):
            output.write("a", line)
    assert [file.read_bytes().count(b"\n") for file in shards(tmp_path / "out.jsonl")] == [2, 2, 1]


def test_shards_need_a_name() -> None:
    with pytest.raises(BadOptions, match="-o"):
        opened(None, "jsonl", shard=ShardSize(documents=1))
