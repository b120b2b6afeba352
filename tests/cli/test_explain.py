import copy
import dataclasses
import json
from pathlib import Path

from typer.testing import CliRunner

from cleaner import Cleaner
from cleaner.cli import app


def run(*args: object, stdin: bytes | None = None) -> str:
    result = CliRunner().invoke(app, ["explain", *map(str, args)], input=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_every_block_has_words_and_they_are_its_own(seeds: Path) -> None:
    path = min(seeds.glob("*.txt"))
    rows = [json.loads(line) for line in run(path, "--json").splitlines()]
    article = Cleaner().clean(path.read_bytes())
    assert [(row["start"], row["role"], row["reason"]) for row in rows] == [
        (block.start, str(block.role), block.reason) for block in article.blocks
    ]
    for row in rows:
        assert row["words"]
        assert all(word in row["text"] for word, _ in row["words"])
        amounts = [abs(amount) for _, amount in row["words"]]
        assert amounts == sorted(amounts, reverse=True)


def test_words_that_tell_a_role_speak_for_it() -> None:
    text = "The council met on Monday and decided nothing.\n\nRead more: Bridge reopens after repairs\n\nIt rained."
    (teaser,) = (spoken for block, spoken in Cleaner().explain(text) if block.role == "related")
    amounts = dict(teaser)
    assert min(amounts["Read"], amounts["more"]) > 0


def test_of_a_page_tags_and_class_words_speak_too() -> None:
    page = b"<body><nav class='menu'><a href='/'>Home</a></nav><p>The council met on Monday.</p></body>"
    first, _ = (json.loads(line) for line in run("-", "--json", "--kind", "html", stdin=page).splitlines())
    assert {"tag nav", "word menu"} <= {word for word, _ in first["words"]}


def test_it_is_shown_in_a_few_lines_a_block(seeds: Path) -> None:
    path = min(seeds.glob("*.txt"))
    assert len(run(path).splitlines()) >= 3 * len(Cleaner().clean(path.read_bytes()).blocks)


def test_a_page_judged_by_its_text_is_explained_too(toy_cleaner: Cleaner) -> None:
    page = "<body><nav class='menu'><a href='/'>Home</a></nav><p>The council met on Monday.</p></body>"
    cleaner = copy.copy(toy_cleaner)
    cleaner._model = dataclasses.replace(toy_cleaner.model, html=None)
    words = [word for _, spoken in cleaner.explain(page, kind="html") for word, _ in spoken]
    assert "Monday" in words
    assert "tag nav" not in words
