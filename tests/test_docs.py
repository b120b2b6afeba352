"""What the documents show runs."""

import itertools
import re
from pathlib import Path

import pytest

import cleaner
from cleaner.cli import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if page.is_file()]
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:^|[\s`$|;&/])cleaner ([a-z][a-z-]*)\b")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [code for language, code in _FENCE.findall(page.read_text("utf8")) if language == "python"]
    if not examples:
        pytest.skip("shows no Python")
    monkeypatch.chdir(tmp_path)  # what an example writes does not stay
    for folder in ("seeds", "labels"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    names: dict[str, object] = {"__name__": "__main__"}
    for number, code in enumerate(examples, start=1):
        exec(compile(code, f"{page.name}, example {number}", "exec"), names)
    values = (value if isinstance(value, list) else [value] for value in names.values())
    articles = [value for value in itertools.chain.from_iterable(values) if isinstance(value, cleaner.Article)]
    assert articles
    assert [article.status for article in articles] == ["ok"] * len(articles), (
        "an example shows an article without text"
    )


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    text = page.read_text("utf8")
    shown = [code for language, code in _FENCE.findall(text) if language in ("", "sh", "bash", "shell", "console")]
    shown += re.findall(r"`(cleaner [^`\n]+)`", _FENCE.sub("", text))
    named = {command for code in shown for line in code.splitlines() for command in _COMMAND.findall(line)}
    if not named:
        pytest.skip("names no command")
    assert named <= {command.name for command in app.registered_commands}
