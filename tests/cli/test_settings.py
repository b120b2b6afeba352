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


def test_an_option_that_may_be_repeated_takes_one_value_too(page: Path, toy_model: Path) -> None:
    for keep in ('"adverts"', '["body", "adverts"]'):
        assert "unknown label 'adverts'" in formats(page, toml=f"[clean]\nkeep = {keep}")


def test_what_a_dry_run_shows_is_a_settings_file(page: Path) -> None:
    call = ["clean", str(page), "--dry-run"]
    given = [*call, "--keep", "poll", "--threshold", "body=0.9", "--with-links", "--out", str(page.with_name("É.md"))]
    shown = CliRunner().invoke(app, given).stdout
    page.with_suffix(".toml").write_text(shown.partition("\n\n")[0], "utf8")
    assert CliRunner().invoke(app, ["--config", str(page.with_suffix(".toml")), *call]).stdout == shown


@pytest.mark.parametrize(
    ("toml", "named"),
    [("[clean", "no TOML"), ("[tidy]", "tidy"), ("[clean]\njobz = 2", "jobz"), ("clean = 3", "clean")],
)
def test_a_mistake_in_the_file_is_named(toml: str, named: str, page: Path) -> None:
    assert named in formats(page, toml=toml)
