from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli import app


def test_training_needs_something_to_train_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEANER_CORPUS", raising=False)
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert "--corpus" in result.stderr


def test_training_does_not_replace_a_model_unasked(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path), "--corpus", str(tmp_path)])
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert (tmp_path / "config.json").read_text() == "{}"


def test_evaluating_needs_files_that_exist() -> None:
    result = CliRunner().invoke(app, ["evaluate", "nowhere.jsonl"])
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr
