import contextlib
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner import Article
from cleaner.cli import app
from cleaner.io.documents import Document
from cleaner.io.lines import JsonlWriter
from cleaner.io.readers import find_sources
from cleaner.io.writers import FileOutput
from cleaner.job import Job
from cleaner.run import open_stage

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def run(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["clean", *map(str, args)], input=stdin)


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def mixed(tmp_path: Path, seeds: Path) -> Path:
    """A folder with a text, a page, and a picture that calls itself text."""
    folder = tmp_path / "mixed"
    (folder / "sub").mkdir(parents=True)
    shutil.copy(min(seeds.glob("*.txt")), folder / "a.txt")
    (folder / "picture.txt").write_bytes(PNG)
    (folder / "sub" / "a.html").write_text("<html><body><h1>Council meets</h1><p>The council met.</p></body></html>")
    return folder


def test_every_seed_becomes_an_article_on_stdout(seeds: Path) -> None:
    result = run(seeds)
    assert result.exit_code == 0
    rows = records(result.stdout)
    assert [row["id"] for row in rows] == sorted(path.name for path in seeds.glob("*.txt"))
    for row in rows:
        document = row.pop("id")
        article = Article.from_dict(row)
        assert article.source == (seeds / str(document)).read_text("utf-8")
        assert article.status == "ok"
        assert article.model.digest


def test_a_dash_is_stdout(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(records(run(seeds, "-o", "-").stdout)) == 5
    assert list(tmp_path.iterdir()) == []


def test_stderr_sums_up_and_quiet_does_not(seeds: Path) -> None:
    result = run(seeds)
    assert "5 documents = 5 articles" in result.stderr
    assert "5 documents" not in result.stdout
    assert run(seeds, "--quiet").stderr == ""


def test_more_than_twenty_documents_are_summed_up(tmp_path: Path) -> None:
    for number in range(21):
        (tmp_path / f"{number:02}.txt").write_text(f"Story {number}")
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "21 documents = 21 articles" in result.stderr
    assert "07.txt" not in result.stderr
    assert len(records(result.stdout)) == 21


@pytest.mark.parametrize(("format_name", "suffix"), [("md", ".md"), ("txt", ".txt")])
def test_folder_mirrors_the_input(mixed: Path, tmp_path: Path, format_name: str, suffix: str) -> None:
    out = tmp_path / "out"
    result = run(mixed, "-o", out, "--format", format_name)
    assert result.exit_code == 1
    assert result.stdout == ""
    written = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert written == [f"a{suffix}", "rejects.jsonl", f"sub/a{suffix}"]
    assert (out / f"a{suffix}").read_text("utf-8").strip()
    assert str(out) in result.stderr


def test_rejects_are_named_and_listed_while_the_others_are_written(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles.jsonl"
    result = run(mixed, "-o", out)
    assert result.exit_code == 1
    assert "rejected picture.txt: this looks like a PNG image" in result.stderr
    assert "3 documents = 2 articles" in result.stderr
    assert [row["id"] for row in records(out.read_text("utf-8"))] == ["a.txt", "sub/a.html"]
    (reject,) = records((tmp_path / "articles.rejects.jsonl").read_text("utf-8"))
    assert (reject["id"], reject["error"]) == ("picture.txt", "NotText")


@pytest.mark.parametrize(
    ("errors", "said"), [("skip", "rejected 1 (b.jsonl:1): "), ("raise", "cleaner: 1 (b.jsonl:1): ")]
)
def test_a_reject_is_named_with_its_place_where_files_share_ids(errors: str, said: str, tmp_path: Path) -> None:
    for name, text in (("a", "Story"), ("b", None)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": 1, "text": text}))
    assert said in run(tmp_path, "--errors", errors).stderr


def test_list_of_rejects_goes_when_none_are_left(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles.jsonl"
    run(mixed, "-o", out)
    (mixed / "picture.txt").unlink()
    assert run(mixed, "-o", out, "--force").exit_code == 0
    assert not (tmp_path / "articles.rejects.jsonl").exists()


def test_skipped_rejects_are_named_but_not_listed(mixed: Path, tmp_path: Path) -> None:
    result = run(mixed, "-o", tmp_path / "out.jsonl", "--errors", "skip")
    assert result.exit_code == 1
    assert "rejected picture.txt" in result.stderr
    assert not (tmp_path / "out.rejects.jsonl").exists()


def test_raise_stops_and_leaves_no_half_file(mixed: Path, tmp_path: Path) -> None:
    result = run(mixed, "-o", tmp_path / "made" / "out.jsonl", "--errors", "raise")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleaner: picture.txt: this looks like a PNG image")
    assert list((tmp_path / "made").iterdir()) == []


def test_unreadable_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Story")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "rejected b.txt: No such file" in result.stderr
    assert len(records(result.stdout)) == 1


def test_document_over_the_limit_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 100)
    (tmp_path / "short.txt").write_text("word")
    result = run(tmp_path, "--max-bytes", 100)
    assert result.exit_code == 1
    assert "rejected long.txt" in result.stderr
    assert [row["id"] for row in records(result.stdout)] == ["short.txt"]


def test_existing_output_needs_force(seeds: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "all.jsonl", tmp_path / "all.md", tmp_path / "folder"):
        args = (seeds, "-o", out, *(["--format", "md"] if out.name == "folder" else []))
        assert run(*args).exit_code == 0
        refused = run(*args)
        assert refused.exit_code == 2
        assert "--force" in refused.stderr
        assert run(*args, "--force").exit_code == 0


def test_input_is_never_replaced(mixed: Path) -> None:
    before = (mixed / "a.txt").read_bytes()
    result = run(mixed / "a.txt", "-o", mixed, "--format", "txt", "--force")
    assert result.exit_code == 2
    assert (mixed / "a.txt").read_bytes() == before
    assert run(mixed / "a.txt", "-o", mixed / "a.txt", "--force").exit_code == 2
    assert (mixed / "a.txt").read_bytes() == before


def test_output_within_the_input_is_not_read_again(mixed: Path) -> None:
    (mixed / "picture.txt").unlink()
    args = (mixed, "-o", mixed / "out", "--format", "md", "--force")
    for _ in range(2):
        assert "2 documents = 2 articles" in run(*args).stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out/"])
def test_nothing_that_a_run_writes_is_read_again(name: str, mixed: Path) -> None:
    args = (mixed, "-o", f"{mixed}/{name}", "--labels", mixed / "labels.jsonl", "--force")
    for _ in range(2):
        assert "3 documents = 2 articles" in run(*args).stderr


def test_where_no_file_can_be_is_said(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for args in (["-o", "file"], ["-o", "file/"], ["-o", "file/x.jsonl"], ["-o", "file", "--format", "md", "--force"]):
        result = run(seeds, *(f"{tmp_path}/{arg}" if arg.startswith("file") else arg for arg in args))
        assert (result.exit_code, "file is a file" in result.stderr) == (2, True), args


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("option", ["-o", "--labels"])
def test_a_pipe_is_not_replaced(option: str, seeds: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    result = run(seeds, option, pipe, "--force")
    assert (result.exit_code, "is a pipe" in result.stderr) == (2, True)
    assert pipe.is_fifo()


def test_names_are_shown_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,text,x\n:100:,,\n:smile:\n")
    assert "rejected :smile: (rows.csv:2): none" in run(tmp_path / "rows.csv").stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize(("words", "message"), [("a.txt >&-", "standard output is"), ("- <&-", "standard input is")])
def test_a_closed_stream_is_named(words: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Story")
    command = f'"{sys.executable}" -m cleaner clean {words}'
    result = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert (result.returncode, message in result.stderr, "Traceback" in result.stderr) == (2, True, False)


def test_a_run_that_starts_anew_says_what_it_throws_away(toy_model: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "Story"}\n')
    out = tmp_path / "out.jsonl"
    job = Job(str(toy_model), encoders=(partial(JsonlWriter.encode, many=True),))
    stage = open_stage(FileOutput(JsonlWriter, out), find_sources([str(tmp_path / "rows.jsonl")]), job, resume=False)
    assert stage
    with contextlib.suppress(KeyboardInterrupt), stage:
        stage.keep(job([Document("a", "Story")]))
        raise KeyboardInterrupt
    assert "cut off after 1 documents" in run(tmp_path / "rows.jsonl", "-o", out, "--model", toy_model).stderr


def test_format_follows_the_suffix(seeds: Path, tmp_path: Path) -> None:
    assert run(seeds, "-o", tmp_path / "all.md").exit_code == 0
    assert (tmp_path / "all.md").read_text("utf-8").count("<!-- document: ") == 5
    assert run(seeds, "-o", tmp_path / "all.txt").exit_code == 0
    assert (tmp_path / "all.txt").read_text("utf-8").count("==> ") == 5
    assert run(seeds, "-o", f"{tmp_path}/folder/").exit_code == 0
    assert len(records((tmp_path / "folder" / "articles.jsonl").read_text("utf-8"))) == 5


def test_stdin_alone_is_written_without_marks(seeds: Path) -> None:
    raw = min(seeds.glob("*.txt")).read_bytes()
    text = run("-", "--format", "txt", stdin=raw)
    assert text.exit_code == 0
    assert text.stdout.strip()
    assert "==>" not in text.stdout
    (row,) = records(run("-", stdin=raw).stdout)
    assert row["id"] == "stdin"


def test_empty_input_is_an_article_without_a_body() -> None:
    result = run("-", stdin=b"")
    assert result.exit_code == 0
    (row,) = records(result.stdout)
    assert row["status"] == "no_body"
    assert "1 without a body" in result.stderr


def test_kept_labels_count_as_content(seeds: Path) -> None:
    labels = ("body", "caption", "navigation", "poll", "advertisement")
    default = records(run(seeds).stdout)
    every = records(run(seeds, *(word for label in labels for word in ("--keep", label))).stdout)
    for some, more in zip(default, every, strict=True):
        assert len(str(some["text"])) < len(str(more["text"]))


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nowhere.txt"], "does not exist"),
        (["https://example.org/story"], "URL"),
        (["seeds", "--keep", "nonsense"], "unknown label"),
        (["seeds", "--threshold", "poll"], "poll=0.8"),
        (["seeds", "--threshold", "poll=7"], "between 0 and 1"),
        (["seeds", "--reference-date", "soon"], "2024-03-31"),
        (["seeds", "--max-bytes", "0"], "at least 1"),
        (["seeds", "--format", "pdf"], "jsonl, md, txt"),
        (["seeds", "-o", "x.pdf"], "--format"),
        (["seeds", "seeds"], "named twice"),
        (["seeds", "--model", "nowhere"], "nowhere"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(args: list[str], message: str, seeds: Path) -> None:
    result = run(*(seeds if arg == "seeds" else arg for arg in args))
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "args", [[], ["seeds", "--kind", "pdf"], ["seeds", "--errors", "hide"], ["seeds", "--nonsense"]]
)
def test_words_the_command_does_not_know_end_with_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_page_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b]0;owned\x07\x1b[2JCouncil meets\n\nThe council met on Monday evening.")
    result = run(tmp_path)
    assert "\x1b]" not in result.stderr
    assert "\x1b[2J" not in result.stderr


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Story")
    except OSError:
        pytest.skip("this file system refuses such names")
    result = run(tmp_path, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0
    assert records((tmp_path / "out.jsonl").read_text("utf-8"))[0]["id"] == "caf\ufffd.txt"


def test_reader_that_stops_early_is_no_error(seeds: Path, tmp_path: Path) -> None:
    for number in range(40):
        shutil.copy(max(seeds.glob("*.txt")), tmp_path / f"{number}.txt")
    command = [sys.executable, "-m", "cleaner", "clean", str(tmp_path), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_no_limit_of_time_is_too_long_to_wait_for(seeds: Path) -> None:
    result = run(seeds, "--timeout", "inf")
    assert (result.exit_code, "--timeout" in result.stderr, "Traceback" in result.stderr) == (2, True, False)
