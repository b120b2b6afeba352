"""Runs as a pipeline knows them: killed and gone on with, broken inputs, labels to decide by again, repeats."""

import errno
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from cleaner import Cleaner, Options
from cleaner.cli import app

TEXT = "The bridge over the harbour reopened on Monday after ten years of repairs, the city said."


def run(command: str, *args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [command, *map(str, args)], input=stdin)


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_rows(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps({"id": str(k), "text": f"{TEXT}\n\nNumber {k}."}) + "\n" for k in range(count)))
    return path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(name: str, toy_model: Path, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", 1500)
    command = [
        sys.executable,
        "-m",
        "cleaner",
        "clean",
        str(rows),
        "--model",
        str(toy_model),
        "-q",
        "--jobs",
        "2",
        "-o",
    ]
    start = time.monotonic()
    subprocess.run([*command, str(tmp_path / name)], check=True)
    took = time.monotonic() - start
    out = tmp_path / "killed" / name
    rng = random.Random(name)
    for _ in range(4):
        process = subprocess.Popen([*command, str(out), "--resume"], start_new_session=True)
        time.sleep(rng.uniform(0, took))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if out.exists():
            break
    subprocess.run([*command, str(out), "--resume", "--force"], check=True)
    assert out.read_bytes() == (tmp_path / name).read_bytes()
    assert [path.name for path in out.parent.iterdir()] == [name]


def test_broken_inputs_cost_themselves_alone(toy_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = [json.dumps({"id": f"good-{k}", "text": f"{TEXT} {k}"}).encode() for k in range(20)]
    broken = [b"{", b'{"id": "utf8", "text": "\xff"}', b"[]", b'{"id": "none"}', b'{"text": "' + b"a" * 300_000 + b'"}']
    (folder / "a.jsonl").write_bytes(b"\n".join([*good[:10], *broken, *good[10:]]))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"\n".join(good * 50))[:-40])
    (folder / "c.txt").write_bytes(b"%PDF-1.7\n\x00\x01")
    (folder / "d.zip").write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile(folder / "e.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bomb.txt", b"a" * 5_000_000)
        bomb.writestr("fine.txt", TEXT)
    (folder / "f.parquet").write_bytes(b"PAR1 no table PAR1")
    (folder / "g.txt").write_text(TEXT)
    result = run("clean", folder, "-o", tmp_path / "out.jsonl", "--model", toy_model, "--max-bytes", "100000")
    assert result.exit_code == 1
    written = [row["id"] for row in rows_of(tmp_path / "out.jsonl")]
    assert written[:20] == [f"good-{k}" for k in range(20)]
    assert written[-2:] == ["e.zip/fine.txt", "g.txt"]
    rejects = rows_of(tmp_path / "out.rejects.jsonl")
    assert [r["source"] for r in rejects[:5]] == ["a.jsonl"] * 5
    assert [r["place"] for r in rejects[:5]] == [f"a.jsonl:{k}" for k in range(11, 16)]
    assert [r["id"] for r in rejects[5:]] == ["b.jsonl.gz", "c.txt", "d.zip", "e.zip/bomb.txt", "f.parquet"]
    assert f"{len(written) + len(rejects):,} documents" in result.stderr


def test_a_truncated_archive_ends_with_a_reject(toy_model: Path, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    body = b"<p>" + TEXT.encode() + b"</p>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: %s\r\nContent-Type: application/http\r\n"
    ends = [body, b"<p>\xff</p>", body]
    data = b"".join(
        gzip.compress(record % b"r%d" % k + b"Content-Length: %d\r\n\r\n" % len(http + end) + http + end + b"\r\n\r\n")
        for k, end in enumerate(ends)
    )
    (tmp_path / "crawl.warc.gz").write_bytes(data[:-30])
    run("clean", tmp_path / "crawl.warc.gz", "-o", tmp_path / "out.jsonl", "--model", toy_model)
    assert [row["id"] for row in rows_of(tmp_path / "out.jsonl")] == ["r0"]
    rejects = rows_of(tmp_path / "out.rejects.jsonl")
    assert [reject["id"] for reject in rejects] == ["r1", "r2", "crawl.warc.gz"]
    assert "utf-8" in rejects[0]["message"]


def test_a_full_disk_is_told_with_the_output_and_the_way_on(
    toy_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, out = write_rows(tmp_path / "rows.jsonl", 3), tmp_path / "out.jsonl"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("cleaner.io.stage.write_entry", full)
        result = run("clean", rows, "-o", out, "--model", toy_model)
    assert (result.exit_code, "out.jsonl: No space left" in result.stderr, "--resume" in result.stderr) == (
        2,
        True,
        True,
    )
    assert run("clean", rows, "-o", out, "--model", toy_model, "--resume").exit_code == 0
    assert len(rows_of(out)) == 3


# --- labels beside the data -----------------------------------------------------------------------------------------


def test_labels_decide_again_as_the_model_would(seeds: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    assert run("clean", seeds, "-o", tmp_path / "a.jsonl", "--labels", labels).exit_code == 0
    out = tmp_path / "again.jsonl"
    how = ["--threshold", "body=0.9", "--keep", "body", "--keep", "caption"]
    result = run("apply-labels", labels, seeds, "-o", out, *how)
    assert (result.exit_code, len(rows_of(out))) == (0, 5), result.stderr
    cleaner = Cleaner(options=Options(thresholds={"body": 0.9}, keep=frozenset({"body", "caption"})))
    for row in rows_of(out):
        article = cleaner.clean((seeds / row["id"]).read_bytes())
        assert (row["text"], row["title"], row["model"]) == (
            article.text,
            article.title,
            dict(
                zip(
                    ("name", "version", "digest"),
                    (article.model.name, article.model.version, article.model.digest),
                    strict=True,
                )
            ),
        )
        assert [b["role"] for b in row["blocks"]] == [str(b.role) for b in article.blocks]


def test_labels_of_other_documents_are_rejects(toy_model: Path, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", 3)
    labels = tmp_path / "labels.jsonl"
    run("clean", rows, "-o", tmp_path / "a.jsonl", "--labels", labels, "--model", toy_model)
    changed = rows_of(rows)
    changed[1]["text"] += " More."
    changed.insert(1, {"id": "new", "text": TEXT})
    rows.write_text("\n".join(map(json.dumps, changed[:3])))
    result = run("apply-labels", labels, rows, "-o", tmp_path / "b.jsonl")
    assert result.exit_code == 1
    assert [row["id"] for row in rows_of(tmp_path / "b.jsonl")] == ["0"]
    assert [row["id"] for row in rows_of(tmp_path / "b.rejects.jsonl")] == ["new", "1", "2"]


def test_labels_find_their_documents_among_neighbours_of_one_id(toy_model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    long = f"{TEXT} " * 20
    texts = [("a", long), ("a", f"{TEXT} One"), ("a", long), ("a", f"{TEXT} Two"), ("b", f"{TEXT} Three")]
    rows.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts))
    labels, how = tmp_path / "labels.jsonl", ["--max-bytes", "1000"]
    run("clean", rows, "-o", tmp_path / "a.jsonl", "--labels", labels, "--model", toy_model, *how)
    run("apply-labels", labels, rows, "-o", tmp_path / "b.jsonl", *how)
    run("apply-labels", labels, rows, "-o", tmp_path / "c.jsonl")  # what was too large then has no labels now
    for name in "abc":
        sources = [row["source"] for row in rows_of(tmp_path / f"{name}.jsonl")]
        assert sources == [text for _, text in texts if text is not long]
        assert len(rows_of(tmp_path / f"{name}.rejects.jsonl")) == 2


def test_labels_find_a_document_whose_name_no_encoding_takes(toy_model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("half \ud83d", "whole")))
    labels = tmp_path / "labels.jsonl"
    run("clean", rows, "-o", tmp_path / "a.jsonl", "--labels", labels, "--model", toy_model)
    result = run("apply-labels", labels, rows, "-o", tmp_path / "b.jsonl")
    assert (result.exit_code, len(rows_of(tmp_path / "b.jsonl"))) == (0, 2), result.stderr


def test_a_file_that_holds_no_labels_is_named(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", 1)
    result = run("apply-labels", rows, rows, "-o", tmp_path / "b.jsonl")
    assert (result.exit_code, "rows.jsonl:1" in result.stderr) == (2, True)


def test_labels_and_thresholds_do_not_go_together(seeds: Path, tmp_path: Path) -> None:
    result = run("clean", seeds, "--labels", tmp_path / "l.jsonl", "--threshold", "poll=0.9")
    assert (result.exit_code, "apply-labels" in result.stderr) == (2, True)


# --- repeats --------------------------------------------------------------------------------------------------------


def test_duplicates_are_dropped_and_counted(toy_model: Path, tmp_path: Path) -> None:
    texts = [TEXT, TEXT.upper(), f"{TEXT} More.", f"{TEXT}\n"]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    out = tmp_path / "out.jsonl"
    result = run("clean", tmp_path / "rows.jsonl", "-o", out, "--model", toy_model, "--drop-duplicates", "exact")
    assert [row["source"] for row in rows_of(out)] == [texts[0], texts[2]]
    assert "4 documents = 2 articles" in result.stderr
    assert "2 duplicates" in result.stderr


def test_labels_are_kept_of_duplicates_too(toy_model: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"text": text}) + "\n" for text in (TEXT, TEXT, f"{TEXT} More.")))
    labels, how = tmp_path / "labels.jsonl", ["--drop-duplicates", "exact"]
    run("clean", rows, "-o", tmp_path / "a.jsonl", "--labels", labels, "--model", toy_model, *how)
    assert len(rows_of(labels)) == 3
    result = run("apply-labels", labels, rows, "-o", tmp_path / "b.jsonl", *how)
    assert (result.exit_code, "3 documents = 2 articles" in result.stderr) == (0, True), result.stderr


def test_signatures_tell_how_alike_articles_are(toy_model: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    long = " ".join(f"word{k}" for k in range(400))
    texts = [long, f"{long} end", " ".join(f"other{k}" for k in range(400)), ""]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    out = tmp_path / "out.parquet"
    assert run("clean", tmp_path / "rows.jsonl", "-o", out, "--model", toy_model, "--signature").exit_code == 0
    one, two, three, _ = (row["signature"] for row in pq.read_table(out).to_pylist())
    assert sum(a == b for a, b in zip(one, two, strict=True)) > 120
    assert sum(a == b for a, b in zip(one, three, strict=True)) < 10


# --- settings, records, data sets -----------------------------------------------------------------------------------


def test_fields_are_named(toy_model: Path, tmp_path: Path) -> None:
    row = {"headline": "no", "story": TEXT, "key": 7, "address": "https://example.org/a", "text": "not this"}
    stdin = json.dumps(row).encode()
    names = ["--text-field", "story", "--id-field", "key", "--url-field", "address"]
    (line,) = run("clean", "-", "-q", "--model", toy_model, *names, stdin=stdin).stdout.splitlines()
    found = json.loads(line)
    assert (found["id"], found["source"], found["url"]) == ("7", TEXT, "https://example.org/a")
    assert found["record"]["text"] == "not this"


def test_binary_fields_are_text(toy_model: Path, tmp_path: Path) -> None:
    row = {"id": "é1".encode(), "url": b"https://example.org/a", "digest": b"\xff1", "text": TEXT.encode()}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "rows.parquet")
    (line,) = run("clean", tmp_path / "rows.parquet", "-q", "--model", toy_model).stdout.splitlines()
    found = json.loads(line)
    assert (found["id"], found["url"], found["record"]["digest"]) == ("é1", "https://example.org/a", "\\xff1")


def test_a_data_set_is_streamed(toy_model: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_rows(tmp_path / "data" / "train.jsonl", 3)
    result = run("clean", f"hf:{tmp_path / 'data'}", "--split", "train", "-q", "--model", toy_model)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["0", "1", "2"], result.stderr
    assert run("clean", f"hf:{tmp_path / 'nothing'}", "-q", "--model", toy_model).exit_code == 1


def test_a_dry_run_shows_settings_and_documents_and_writes_nothing(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", 9)
    result = run("clean", rows, "-o", tmp_path / "out.jsonl", "--dry-run", "--keep", "poll", "--jobs", "3")
    assert result.exit_code == 0
    assert "jobs = 3" in result.stdout
    assert 'keep = ["poll"]' in result.stdout
    assert result.stdout.count(TEXT[:40]) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]


def test_a_dry_run_tells_what_will_be_rejected(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"story": "Council meets"}\nbroken\n')
    assert run("clean", tmp_path / "rows.jsonl", "--dry-run").stdout.count("\n  rejected: no") == 2


def test_events_are_json_lines(toy_model: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": TEXT}) + "\nbroken\n")
    result = run("clean", tmp_path / "rows.jsonl", "--json-log", "--model", toy_model)
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [event["event"] for event in events] == ["start", "reject", "end"]
    assert events[1]["place"] == "rows.jsonl:2"
    assert (events[2]["documents"], events[2]["articles"], events[2]["rejects"]) == (2, 1, 1)


def test_paragraphs_know_their_block(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        article = Cleaner().clean(path.read_bytes())
        assert len(article.paragraph_blocks) == len(article.paragraphs)
        for text, number in zip(article.paragraphs, article.paragraph_blocks, strict=True):
            assert text.split()[0] in article.blocks[number].text


def test_shards_from_the_command_line(toy_model: Path, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", 7)
    out = tmp_path / "out" / "articles.jsonl"
    assert run("clean", rows, "-o", out, "--shard-documents", "3", "--model", toy_model).exit_code == 0
    names = sorted(path.name for path in out.parent.iterdir())
    assert names == [f"articles-{k:05d}.jsonl" for k in range(3)]
    assert [row["id"] for name in names for row in rows_of(out.parent / name)] == [str(k) for k in range(7)]
    assert run("clean", rows, "-o", out, "--shard-documents", "3", "--model", toy_model).exit_code == 2
    assert io.BytesIO(out.with_name("articles-00002.jsonl").read_bytes()).getvalue().count(b"\n") == 1
