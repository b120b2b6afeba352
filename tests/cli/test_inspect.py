import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner import Article, Label
from cleaner.cli import app


def run(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["inspect", *map(str, args)], input=stdin)


def test_shows_every_block_within_80_columns(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        result = run(path)
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert max(map(len, lines)) <= 80
        blocks = Article.from_dict(json.loads(run(path, "--json").stdout)).blocks
        shown = [line for line in lines if line.lstrip().startswith(tuple(Label)) and "%" in line[:22]]
        assert len(shown) == len(blocks)


def test_kind_decides_how_it_is_read() -> None:
    page = b"<div><p>One.</p><p>Two.</p></div>"
    assert json.loads(run("-", "--json", "--kind", "text", stdin=page).stdout)["source"] == page.decode()


@pytest.mark.parametrize(
    ("target", "code"),
    [
        *(("nowhere.txt", 2), (".", 2), ("https://example.org/story", 2)),
        *(("picture", 1), ("empty.jsonl", 2), ("*.html", 2)),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_line(
    target: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.jsonl").touch()
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p>One.</p>")
    result = run(target)
    assert result.exit_code == code
    assert len(result.stderr.splitlines()) == 1


def test_a_broken_document_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"text": ')
    assert "page.json: no JSON" in run(tmp_path / "page.json").stderr


def test_page_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in run("-", stdin=b"\x1b]0;owned\x07\x1b[2JCouncil meets").stdout


def test_a_terminal_of_few_characters_is_served(seeds: Path) -> None:
    (path,) = seeds.glob("000_*")
    command = [sys.executable, "-m", "cleaner", "inspect", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
