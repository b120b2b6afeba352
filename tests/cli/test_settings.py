from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli import app

TEXT = "The bridge over the harbour reopened on Monday after ten years of repairs, the city said."


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return path


def formats(page: Path, *arguments: str, toml: str = "", env: dict[str, str] | None = None) -> str:
    config = page.with_suffix(".toml")
    config.write_text(toml)
    result = CliRunner().invoke(app, ["--config", str(config), "clean", str(page), *arguments], env=env)
    return "jsonl" if result.stdout.startswith("{") else "md" if result.exit_code == 0 else result.stderr


def test_a_flag_beats_a_variable_and_a_variable_the_file(page: Path, toy_model: Path) -> None:
    model = ("--model", str(toy_model))
    assert formats(page, *model) == "jsonl"
    assert formats(page, *model, toml='[clean]\nformat = "md"') == "md"
    assert formats(page, *model, toml='[clean]\nformat = "md"', env={"CLEANER_CLEAN_FORMAT": "jsonl"}) == "jsonl"
    assert formats(page, *model, "--format", "md", env={"CLEANER_CLEAN_FORMAT": "jsonl"}) == "md"


@pytest.mark.parametrize(
    ("toml", "named"),
    [("[clean", "no TOML"), ("[tidy]", "tidy"), ("[clean]\njobz = 2", "jobz"), ("clean = 3", "clean")],
)
def test_a_mistake_in_the_file_is_named(toml: str, named: str, page: Path) -> None:
    assert named in formats(page, toml=toml)
