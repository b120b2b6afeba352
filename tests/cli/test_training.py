import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli import app


def test_training_needs_something_to_train_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEANER_CORPUS", raising=False)
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert "--corpus" in result.stderr


def test_training_on_pages_says_which_packages_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "babel", None)
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path / "model"), "--corpus", str(tmp_path)])
    assert result.exit_code == 2
    assert "babel" in result.stderr
    assert "pip install 'news-cleaner[train]'" in result.stderr


def test_training_does_not_replace_a_model_unasked(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path), "--corpus", str(tmp_path)])
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert (tmp_path / "config.json").read_text() == "{}"


def test_further_labels_need_the_pages_they_are_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEANER_CORPUS", raising=False)
    args = ["train", "--output", str(tmp_path / "model"), "--labels", "labels.jsonl", "--labelled", "texts.jsonl"]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 2
    assert "--corpus" in result.stderr


def test_training_on_unlabelled_texts_is_wrong_use(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"id": "a", "text": "No spans."}\n')
    result = CliRunner().invoke(app, ["train", "--output", str(tmp_path / "model"), "--labelled", str(texts)])
    assert result.exit_code == 2
    assert "line 1" in result.stderr
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("number", ["--jobs=0", "--pages=0"])
def test_training_on_nothing_is_wrong_use(number: str, tmp_path: Path, seeds: Path) -> None:
    labelled = seeds.parent / "labels" / "seeds.jsonl"
    result = CliRunner().invoke(app, ["train", "-o", str(tmp_path / "model"), "--labelled", str(labelled), number])
    assert result.exit_code == 2
    assert number.partition("=")[0] in result.stderr


def test_evaluating_shows_and_writes_figures(seeds: Path, toy_model: Path, tmp_path: Path) -> None:
    labelled, out = seeds.parent / "labels" / "seeds.jsonl", tmp_path / "figures.json"
    result = CliRunner().invoke(app, ["evaluate", str(labelled), "--model", str(toy_model), "--json", str(out)])
    assert result.exit_code == 0
    figures = json.loads(out.read_text())
    assert figures["texts"] == 5
    for name in ("body F1", "block macro-F1"):
        assert name in result.stdout
        assert 0 <= figures[name] <= 1


def test_texts_without_a_labelled_character_are_not_scored(toy_model: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"id": "a", "text": "Council meets", "spans": []}\n')
    result = CliRunner().invoke(app, ["evaluate", str(texts), "--model", str(toy_model)])
    assert (result.exit_code, "texts.jsonl holds no labelled text" in result.stderr) == (2, True)


def test_evaluating_needs_files_that_exist() -> None:
    result = CliRunner().invoke(app, ["evaluate", "nowhere.jsonl"])
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr


@pytest.mark.parametrize("args", [["--curve", "curve.xyz"], ["--curve", "no/c.svg"], ["--json", "no/figures.json"]])
def test_what_cannot_be_written_is_said_before_the_work(
    args: list[str], toy_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    unlabelled = tmp_path / "texts.jsonl"
    unlabelled.write_text("{}\n")  # the work itself would fail on it, with another message
    result = CliRunner().invoke(app, ["evaluate", str(unlabelled), "--model", str(toy_model), *args])
    assert result.exit_code == 2
    assert "line 1" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
