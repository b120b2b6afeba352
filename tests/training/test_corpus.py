import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import BadInput, Role
from cleaner.training.corpus import ROLE_OF_LETTER, read_labels, read_pages

PAGE = {
    "id": "a/1",
    "domain": "news.example",
    "lang": "en",
    "html": "<body><h1>Bridge reopens</h1><p>The council met.</p></body>",
    "roles": "hp",
    "split": "train",
}


def write_corpus(folder: Path, *rows: dict[str, object], name: str = "pages.parquet") -> Path:
    text = pa.string()
    schema = pa.schema([(key, text) for key in PAGE])
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), folder / name)
    return folder


def write_labels(folder: Path, *rows: object) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf8")
    return file


def test_a_row_is_a_page(tmp_path: Path) -> None:
    (page,) = read_pages(write_corpus(tmp_path, PAGE))
    assert (page.id, page.domain, page.language, page.split) == ("a/1", "news.example", "en", "train")
    assert page.roles == (Role.HEADLINE, Role.PARAGRAPH)


def test_what_nobody_knows_is_none(tmp_path: Path) -> None:
    (page,) = read_pages(write_corpus(tmp_path, {**PAGE, "roles": None, "split": None}))
    assert page.roles is page.split is None


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "c", "a"):
        write_corpus(tmp_path, {**PAGE, "id": name}, name=f"{name}.parquet")
    assert [page.id for page in read_pages(tmp_path)] == ["a", "b", "c"]


def test_huge_pages_are_left_out(tmp_path: Path) -> None:
    pages = read_pages(write_corpus(tmp_path, {**PAGE, "html": "x" * 3_000_001}, {**PAGE, "id": "small"}))
    assert [page.id for page in pages] == ["small"]


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no Parquet file"):
        list(read_pages(tmp_path))


def test_a_labels_file_gives_roles_to_pages_that_have_none(tmp_path: Path) -> None:
    labels = write_labels(tmp_path, {"page": "a/2", "by": "reader", "roles": [[0, 0, "byline"], [1, 1, "caption"]]})
    corpus = write_corpus(tmp_path, PAGE, {**PAGE, "id": "a/2", "roles": None}, {**PAGE, "id": "a/3", "roles": None})
    roles = {page.id: page.roles for page in read_pages(corpus, labels)}
    assert roles == {
        "a/1": (Role.HEADLINE, Role.PARAGRAPH),
        "a/2": (Role.BYLINE, Role.CAPTION),
        "a/3": None,
    }


def test_runs_are_spelled_out(tmp_path: Path) -> None:
    file = write_labels(tmp_path, {"page": "x", "roles": [[0, 2, "chrome"], [3, 3, "headline"]]})
    assert read_labels(file) == {"x": (Role.CHROME, Role.CHROME, Role.CHROME, Role.HEADLINE)}


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        {"page": "x"},
        {"roles": []},
        {"page": "x", "roles": [[1, 2, "chrome"]]},
        {"page": "x", "roles": [[0, 2, "chrome"], [4, 5, "chrome"]]},
        {"page": "x", "roles": [[0, 2, "chrome"], [2, 5, "chrome"]]},
        {"page": "x", "roles": [[0, -1, "chrome"]]},
        {"page": "x", "roles": [[0, 0, "editorial"]]},
        {"page": "x", "roles": [[0, "chrome"]]},
    ],
)
def test_a_bad_line_of_labels_is_named(tmp_path: Path, bad: object) -> None:
    file = write_labels(tmp_path, {"page": "a", "roles": [[0, 0, "ad"]]}, bad)
    with pytest.raises(BadInput, match=r"labels\.jsonl, line 2"):
        read_labels(file)


def test_every_role_has_a_letter() -> None:
    assert set(ROLE_OF_LETTER.values()) == set(Role)
