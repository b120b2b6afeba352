"""labels/corpus.jsonl as it is published: roles by page and block number, and nothing of the pages' text."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from cleaner.labels import Role
from cleaner.training.corpus import read_labels


@pytest.fixture(scope="module")
def file() -> Path:
    return Path(__file__).parents[2] / "labels" / "corpus.jsonl"


@pytest.fixture(scope="module")
def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf8").splitlines()]


def test_every_line_is_read(file: Path, rows: list[dict[str, object]]) -> None:
    labels = read_labels(file)
    assert len(labels) == len(rows) > 0
    assert all(labels.values())


def test_runs_follow_one_another_and_are_as_long_as_they_can_be(rows: list[dict[str, object]]) -> None:
    for row in rows:
        assert row["roles"][0][0] == 0
        for (_, last, role), (first, _, following) in pairwise(row["roles"]):
            assert first == last + 1, row["page"]
            assert role != following, row["page"]


def test_nothing_is_in_it_that_could_be_text(rows: list[dict[str, object]]) -> None:
    for row in rows:
        assert row.keys() == {"page", "by", "roles"}
        assert re.fullmatch(r"[\w-]+/[^\n]{1,160}", row["page"]), row["page"]  # the name of a file
        assert re.fullmatch(r"[\w-]+", row["by"])
        for first, last, role in row["roles"]:
            assert isinstance(first, int)
            assert isinstance(last, int)
            assert role in set(Role)
