import json

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner import Options
from cleaner.arrow import SCHEMA, clean_batch
from cleaner.errors import BadInput, BadOptions
from cleaner.hf import clean

TEXT = (
    "Bridge reopens after ten years\n\nBy Anna Bell\n\nThe bridge over the harbour reopened on Monday after ten years "
    "of repairs, the city said.\n\nHundreds of people walked across it in the first hour, and ships sounded horns."
)
PAGE = f"<html><body><article>{''.join(f'<p>{p}</p>' for p in TEXT.split(chr(10) * 2))}</article></body></html>"


def test_a_row_is_what_clean_gives() -> None:
    row = clean_batch(pa.RecordBatch.from_pydict({"text": [TEXT]})).to_pylist()[0]
    article = cleaner.clean(TEXT)
    assert (row["title"], row["text"], row["authors"]) == (article.title, article.text, list(article.authors))
    assert [block["end"] for block in row["blocks"]] == [block.end for block in article.blocks]
    assert row["reject"] is None


def test_the_schema_is_the_same_whatever_is_in_the_batch() -> None:
    for values in ([], [None], [TEXT, ""], [b"%PDF-1.7 binary"]):
        cleaned = clean_batch(pa.RecordBatch.from_pydict({"text": pa.array(values, None if values else pa.string())}))
        assert cleaned.schema == SCHEMA
        assert cleaned.num_rows == len(values)


def test_bad_rows_say_why_and_take_no_other_row_along() -> None:
    batch = pa.RecordBatch.from_pydict({"raw": [TEXT.encode(), b"%PDF-1.7 binary", None]})
    good, pdf, empty = clean_batch(batch).to_pylist()
    assert good["reject"] is None
    assert good["title"]
    assert pdf["reject"].startswith("NotText")
    assert pdf["title"] is None
    assert empty["reject"]


def test_numbers_are_rejected_row_by_row() -> None:
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"text": [7]})).to_pylist()
    assert "int" in row["reject"]


def test_html_is_taken_before_text() -> None:
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"text": ["Menu"], "html": [PAGE]})).to_pylist()
    assert "Hundreds of people" in row["source"]


def test_each_row_takes_the_first_column_that_holds_anything() -> None:
    columns = {"html": [None, "", PAGE], "text": [TEXT, TEXT, "Menu"], "link": [b"http://example.org/a", None, ""]}
    rows = clean_batch(pa.RecordBatch.from_pydict(columns)).to_pylist()
    assert [row["source"] for row in rows] == [TEXT] * 3
    assert [row["url"] for row in rows] == ["http://example.org/a", None, None]
    assert [row["reject"] for row in rows] == [None] * 3
    assert [values[0] for values in clean(columns).values()] == list(rows[0].values())


def test_an_unknown_kind_is_wrong_use_and_no_reject() -> None:
    with pytest.raises(BadOptions, match="auto, text, html"):
        clean_batch(pa.RecordBatch.from_pydict({"text": [TEXT]}), kind="HTML")


def test_columns_are_named() -> None:
    batch = pa.RecordBatch.from_pydict({"body_text": [TEXT], "link": ["https://www.example.org/a"]})
    (row,) = clean_batch(batch, text_column="body_text", url_column="link").to_pylist()
    assert row["site"] == "example.org"
    with pytest.raises(BadInput, match="body_text"):
        clean_batch(batch)


def test_two_columns_of_one_name_are_wrong_use() -> None:
    names = ["text", "text", "lang", "lang"]
    with pytest.raises(BadInput, match="two columns are named text"):
        clean_batch(pa.record_batch([pa.array([TEXT])] * 4, names=names))
    assert clean_batch(pa.record_batch([pa.array([TEXT])] * 3, names=names[1:]))["reject"].null_count == 1


def test_options_hold() -> None:
    batch = pa.RecordBatch.from_pydict({"text": [TEXT]})
    (row,) = clean_batch(batch, options=Options(thresholds={"body": 1.0}, below="chrome")).to_pylist()
    assert row["text"] == ""


def test_a_dataset_is_mapped_and_keeps_its_own_columns(tmp_path) -> None:
    rows = datasets.Dataset.from_dict({"id": ["a", "b"], "text": [TEXT, ""]})
    mapped = rows.map(clean, batched=True, cache_file_name=str(tmp_path / "cache.arrow"))
    assert mapped["id"] == ["a", "b"]
    assert mapped["text"] == [TEXT, ""]
    assert mapped["clean_status"] == ["ok", "no_body"]


@pytest.mark.parametrize("jobs", [None, 2])
def test_what_a_first_batch_lacks_may_come_in_a_later_one(jobs: int | None, tmp_path) -> None:
    rows = datasets.Dataset.from_dict({"text": [None] * 4 + [TEXT] * 4 + [None] * 4})
    mapped = rows.map(clean, batched=True, batch_size=2, num_proc=jobs, cache_file_name=str(tmp_path / "cache.arrow"))
    article = cleaner.clean(TEXT)
    assert mapped["clean_title"] == [None] * 4 + [article.title] * 4 + [None] * 4
    assert mapped[5]["clean_authors"] == list(article.authors)
    assert [reject is None for reject in mapped["clean_reject"]] == [False] * 4 + [True] * 4 + [False] * 4


def test_a_step_around_the_step_may_change_its_values() -> None:

    def shout(batch):
        columns = clean(batch)
        columns["clean_title"][0] = "BRIDGE"
        return columns

    mapped = datasets.Dataset.from_dict({"text": [TEXT]}).map(shout, batched=True)
    assert mapped["clean_title"] == ["BRIDGE"]


def test_what_comes_out_is_read_as_a_data_set(tmp_path) -> None:
    table = pa.Table.from_batches([clean_batch(pa.RecordBatch.from_pydict({"text": [TEXT, None]}))])
    pq.write_table(table, tmp_path / "x.parquet")
    found = datasets.load_dataset(
        "parquet", data_files=str(tmp_path / "x.parquet"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert found.to_list() == table.to_pylist()


def test_provenance_is_kept_of_every_field() -> None:
    story = {
        "@type": "NewsArticle",
        "headline": "Bridge reopens after ten years",
        "author": {"@type": "Person", "name": "Anna Bell"},
        "datePublished": "2024-03-12",
        "dateModified": "2024-03-13",
        "articleSection": "City",
        "image": "https://example.org/a.jpg",
        "url": "https://example.org/a",
        "keywords": ["bridge"],
    }
    script = f'<script type="application/ld+json">{json.dumps(story)}</script>'
    page = f'<meta property="og:site_name" content="The Lantern">{script}{PAGE}'
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"html": [page]})).to_pylist()
    assert row["provenance"] == cleaner.clean(page).provenance


def test_a_stream_is_mapped() -> None:
    stream = datasets.Dataset.from_dict({"content": [TEXT] * 3}).to_iterable_dataset()
    assert [row["clean_title"] for row in stream.map(clean, batched=True, batch_size=2)] == [
        cleaner.clean(TEXT).title
    ] * 3


def test_lone_surrogates_in_any_field_leave_as_replacement_characters() -> None:
    page = r'<script type="application/ld+json">{"@type":"Article","url":"http://x/\ud83d"}</script>' + PAGE
    (row,) = clean_batch(pa.RecordBatch.from_pydict({"html": [page]})).to_pylist()
    assert row["url"] == "http://x/\ufffd"
    assert row["provenance"]["url"] == "json-ld"


def test_strings_that_are_no_utf8_are_documents_like_others() -> None:
    texts = pa.array([TEXT.encode(), TEXT.replace("ships", "caf\xe9s").encode("cp1252")]).view(pa.string())
    cleaned = clean_batch(pa.record_batch([texts], ["text"]))
    assert cleaned["reject"].null_count == 2
    assert "caf\xe9s" in cleaned["text"][1].as_py()


def test_a_row_in_place_of_a_batch_is_wrong_use() -> None:
    with pytest.raises(BadInput, match="batched=True"):
        clean({"text": TEXT})


def test_options_of_another_type_are_wrong_use_and_no_reject() -> None:
    with pytest.raises(BadOptions, match="Options"):
        clean_batch(pa.RecordBatch.from_pydict({"text": [TEXT]}), options={"max_bytes": 5})
