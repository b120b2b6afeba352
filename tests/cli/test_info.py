import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner import Cleaner, Label, Role
from cleaner.cli import app


def test_info_describes_the_model_in_use() -> None:
    result = CliRunner().invoke(app, ["info", "--json"])
    assert result.exit_code == 0
    facts = json.loads(result.stdout)
    info = Cleaner().info
    assert (facts["name"], facts["version"], facts["digest"]) == (info.name, info.version, info.digest)
    assert facts["labels"] == list(Label)
    assert facts["roles"] == list(Role)
    assert facts["size_bytes"] > 0


def test_info_says_what_the_config_says_of_training() -> None:
    facts = json.loads(CliRunner().invoke(app, ["info", "--json"]).stdout)
    config = Cleaner().model.config
    for key in ("data", "trained", "packages", "figures"):
        assert facts[key] == config[key]


def test_info_describes_the_model_that_is_named(toy_model: Path) -> None:
    facts = json.loads(CliRunner().invoke(app, ["info", "--json", "--model", str(toy_model)]).stdout)
    assert (facts["name"], facts["folder"]) == ("toy-1", str(toy_model))
    assert "figures" not in facts


def test_info_is_shown_to_people() -> None:
    result = CliRunner().invoke(app, ["info"])
    assert result.exit_code == 0
    assert Cleaner().info.digest[:16] in result.stdout


def test_no_model_in_the_folder_is_wrong_use() -> None:
    result = CliRunner().invoke(app, ["info", "--model", "nowhere"])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_version_loads_nothing_heavy() -> None:
    check = (
        "import sys\n"
        "from cleaner.cli import app\n"
        "try:\n    app(['--version'])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'numpy', 'sklearn', 'trafilatura', 'datasets', 'pandas', 'joblib', 'selectolax', 'rich'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("cleaner ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_a_full_disk_is_said_in_a_line(flag: str) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "cleaner", flag]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_errors_have_colour_where_it_is_wanted(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[31m" in on_a_terminal("info", "--model", "nowhere")
    monkeypatch.setenv(name, value)
    shown = on_a_terminal("info", "--model", "nowhere")
    assert "nowhere" in shown
    assert "\x1b" not in shown


def on_a_terminal(*args: str) -> str:
    """What the command shows on standard error where that is a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123 - a descriptor has no path
        subprocess.run([sys.executable, "-m", "cleaner", *args], stderr=theirs, check=False)
        os.close(theirs)
        return terminal.read(65536).decode()
