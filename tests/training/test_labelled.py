import json
from pathlib import Path

import pytest

from cleaner import BadInput, Role
from cleaner.training.labelled import read_labelled
from cleaner.training.project import Span

TEXT = "Bridge reopens\n\nThe council met."
SPANS = [[0, 14, "headline", 0], [16, 32, "paragraph", 1]]
GOOD = {"id": "a", "text": TEXT, "spans": SPANS}


def write(folder: Path, *rows: object, name: str = "texts.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), "utf8")
    return file


def test_a_line_is_a_sample(tmp_path: Path) -> None:
    row = {**GOOD, "domain": "news.example", "lang": "en", "renderer": "visible"}
    (sample,) = read_labelled(write(tmp_path, row))
    assert (sample.page, sample.domain, sample.language, sample.rendering) == ("a", "news.example", "en", "visible")
    assert sample.text == TEXT
    assert sample.spans == (Span(0, 14, 0), Span(16, 32, 1))
    assert sample.roles == (Role.HEADLINE, Role.PARAGRAPH)


def test_only_id_text_and_spans_are_needed(tmp_path: Path) -> None:
    (sample,) = read_labelled(write(tmp_path, GOOD))
    assert (sample.domain, sample.language) == ("a", "")


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(list(read_labelled(write(tmp_path, GOOD, "\n", "  \n", GOOD)))) == 2


def test_line_breaks_of_the_text_are_kept(tmp_path: Path) -> None:
    row = json.dumps({**GOOD, "text": "One\u2028two\x85three\r\n", "spans": []}, ensure_ascii=False) + "\n"
    (sample,) = read_labelled(write(tmp_path, row))
    assert sample.text == "One\u2028two\x85three\r\n"


def test_block_numbers_may_have_gaps(tmp_path: Path) -> None:
    spans = [[0, 6, "headline", 7], [7, 14, "headline", 7], [16, 32, "paragraph", 10**12]]
    (sample,) = read_labelled(write(tmp_path, {**GOOD, "spans": spans}))
    assert [(s.start, sample.roles[s.block]) for s in sample.spans] == [
        (0, Role.HEADLINE),
        (7, Role.HEADLINE),
        (16, Role.PARAGRAPH),
    ]
    assert sample.spans[0].block == sample.spans[1].block != sample.spans[2].block


def test_packed_texts_are_read(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    file = tmp_path / "texts.jsonl.zst"
    file.write_bytes(zstandard.compress((json.dumps(GOOD) + "\n").encode() * 3))
    assert len(list(read_labelled(file))) == 3
    file.write_bytes(b"not packed at all")
    with pytest.raises(BadInput, match=r"texts\.jsonl\.zst"):
        list(read_labelled(file))


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "7",
        "{}",
        {"id": "a", "text": TEXT},
        {"id": "a", "text": None, "spans": []},
        {**GOOD, "spans": 3},
        {**GOOD, "spans": [[0.0, 3.0, "paragraph", 0]]},
        {**GOOD, "spans": [[0, 3]]},
        {**GOOD, "spans": [[0, 3, "editorial", 0]]},
        {**GOOD, "spans": [[3, 3, "headline", 0]]},
        {**GOOD, "spans": [[-2, 3, "headline", 0]]},
        {**GOOD, "spans": [[0, 99, "headline", 0]]},
        {**GOOD, "spans": [["0", "3", "headline", 0]]},
        {**GOOD, "spans": SPANS[::-1]},
        {**GOOD, "spans": [[0, 9, "headline", 0], [8, 14, "headline", 0]]},
        {**GOOD, "spans": [[0, 9, "headline", 0], [9, 14, "byline", 0]]},
        {**GOOD, "spans": [[0, 9, "headline", "x"], [9, 14, "byline", 1]]},
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: object) -> None:
    file = write(tmp_path, GOOD, bad if isinstance(bad, dict) else f"{bad}\n", GOOD)
    with pytest.raises(BadInput, match=r"texts\.jsonl, line 2"):
        list(read_labelled(file))


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(json.dumps(GOOD).encode() + b"\n\xff\xfe\n")
    with pytest.raises(BadInput, match="line 2"):
        list(read_labelled(file))


def test_the_labels_of_the_seeds_belong_to_the_seeds(seeds: Path) -> None:
    samples = list(read_labelled(seeds.parent / "labels" / "seeds.jsonl"))
    assert {sample.page for sample in samples} == {path.name for path in seeds.glob("*.txt")}
    for sample in samples:
        assert sample.text == (seeds / sample.page).read_bytes().decode()
        covered = "".join(sample.text[s.start : s.end] for s in sample.spans)
        assert len("".join(covered.split())) > 0.9 * len("".join(sample.text.split()))
