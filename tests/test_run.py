import contextlib
import io
import itertools
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from cleaner.errors import BadOptions, CleanerError, WorkerDied
from cleaner.io.entry import Entry
from cleaner.io.readers import find_sources
from cleaner.io.writer import Record
from cleaner.io.writers import FORMATS, choose_format, open_output
from cleaner.job import Job
from cleaner.run import Conduct, Report, clean_sources, open_stage

TEXT = "The bridge over the harbour reopened on Monday after ten years of repairs, the city said."
COUNT = 1203


class Killed(BaseException):
    """Stands for kill -9: nothing that handles errors may see it through."""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"id": k, "text": f"{TEXT} {k}"}) if k % 100 else "broken" for k in range(COUNT)]
    path.write_text("\n".join(lines))
    return path


def job_for(model: Path, format_name: str = "jsonl", **how) -> Job:
    return Job(str(model), encoders=(partial(FORMATS[format_name].encode, many=True),), **how)


def run(rows: Path, out: Path, job: Job, *, resume: bool = False, stop_after: int | None = None, **how) -> Report:
    sources = find_sources([str(rows)])
    format_name = choose_format(None, str(out))
    output = open_output(str(out), format_name=format_name, force=resume, stream=io.BytesIO())
    counted: Iterator[int] = iter(range(COUNT))

    def count(_: Entry) -> None:
        if next(counted) == stop_after:
            raise Killed

    stage = open_stage(output, sources, job, resume=resume)
    return clean_sources(sources, job, [output], conduct=Conduct(**how), stage=stage, on_done=count)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_a_killed_run_goes_on_to_the_same_bytes(name: str, rows: Path, tmp_path: Path, toy_model: Path) -> None:
    job = job_for(toy_model, choose_format(None, name))
    whole = run(rows, tmp_path / "whole" / name, job)
    out = tmp_path / "cut" / name
    for stop_after in (700, 300):
        with pytest.raises(Killed):
            run(rows, out, job, resume=True, stop_after=stop_after)
        assert not out.exists()
    report = run(rows, out, job, resume=True)
    assert out.read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert report.rejects == whole.rejects
    assert (report.documents, report.articles) == (COUNT, COUNT - 13)
    assert not [path for path in out.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be ended anywhere")
@pytest.mark.parametrize("name", ["out.jsonl", "out.txt.zst"])
def test_a_run_that_ends_at_any_touch_of_a_file_goes_on_to_the_same_bytes(
    name: str, tmp_path: Path, toy_model: Path
) -> None:
    rows = tmp_path / "few.jsonl"
    rows.write_text("broken\n" + "".join(json.dumps({"text": f"{TEXT} {k}"}) + "\n" for k in range(3)))
    job = job_for(toy_model, choose_format(None, name))
    wanted = tmp_path / "whole" / name
    run(rows, wanted, job)
    complete = False
    for last in itertools.count():
        out = tmp_path / str(last) / name
        if complete := _ended_at(last, out.parent, lambda out=out: run(rows, out, job)):
            break
        run(rows, out, job, resume=True)
        assert out.read_bytes() == wanted.read_bytes(), last
        assert {path.name for path in out.parent.iterdir()} == {path.name for path in wanted.parent.iterdir()}, last
        before = out.read_bytes()
        _ended_at(last, out.parent, lambda out=out: run(rows, out, job))  # a second run must not touch what is there
        assert out.read_bytes() == before, last
    assert complete
    assert last > 10


def _ended_at(count: int, folder: Path, action: Callable[[], object]) -> bool:
    """Run in a process that ends when files of the folder have been touched so often; whether it came to its end."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    touches = itertools.count()

    def end(event: str, arguments: tuple[object, ...]) -> None:
        touched = event in {"open", "os.rename", "os.remove", "os.link", "os.truncate", "os.mkdir", "os.rmdir"}
        if touched and str(folder) in str(arguments[0]) and next(touches) == count:
            os._exit(1)

    sys.addaudithook(end)
    with contextlib.suppress(BaseException):
        action()
        os._exit(0)
    os._exit(2)


def test_a_file_system_without_links_gets_the_same_bytes(
    rows: Path, tmp_path: Path, toy_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(rows, tmp_path / "linked.jsonl", job_for(toy_model))
    refused = []

    def refuse(path: Path, _: Path) -> None:
        refused.append(path)
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    run(rows, tmp_path / "copied.jsonl", job_for(toy_model))
    assert refused
    assert (tmp_path / "copied.jsonl").read_bytes() == (tmp_path / "linked.jsonl").read_bytes()


def test_what_a_link_leads_to_is_replaced(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "out.jsonl", tmp_path / "out.jsonl"
    link.symlink_to(target)
    run(rows, link, job_for(toy_model))
    assert link.is_symlink()
    assert len(target.read_bytes().splitlines()) == COUNT - 13


@pytest.mark.parametrize("levels", [600, 100_000])  # more than can be sent to a worker, and than can be parsed
def test_a_record_that_nests_too_deep_is_a_reject(levels: int, tmp_path: Path, toy_model: Path) -> None:
    rows = tmp_path / "deep.jsonl"
    deep, fine = "[" * levels + "]" * levels, "[" * 90 + "]" * 90
    texts = [f'{{"text": "{TEXT}", "x": {nested}}}\n' for nested in (fine, deep, fine)]
    rows.write_text("".join(texts))
    report = run(rows, tmp_path / "out.jsonl", job_for(toy_model), jobs=2)
    assert (report.articles, len(report.rejects)) == (2, 1)
    assert report.rejects[0].id == "deep.jsonl:2"


def test_damaged_leftovers_are_not_gone_on_with(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Killed):
        run(rows, out, job_for(toy_model), stop_after=600)
    (encoded,) = tmp_path.glob(".out.jsonl.parts/*.encoded")
    encoded.write_bytes(encoded.read_bytes()[:100])
    with pytest.raises(BadOptions, match="start anew"):
        run(rows, out, job_for(toy_model), resume=True)
    assert run(rows, out, job_for(toy_model)).documents == COUNT


def test_another_run_is_not_gone_on_with(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Killed):
        run(rows, out, job_for(toy_model), stop_after=600)
    with pytest.raises(BadOptions, match="kind"):
        run(rows, out, job_for(toy_model, kind="text"), resume=True)
    rows.write_text("{}")
    with pytest.raises(BadOptions, match="inputs"):
        run(rows, out, job_for(toy_model), resume=True)


def cut_off(rows: Path, out: Path, model: Path) -> None:
    with pytest.raises(Killed):
        run(rows, out, job_for(model), stop_after=600)


def test_other_inputs_of_the_same_name_and_size_are_not_gone_on_with(
    rows: Path, tmp_path: Path, toy_model: Path
) -> None:
    out = tmp_path / "out.jsonl"
    cut_off(rows, out, toy_model)
    other = tmp_path / "other" / rows.name
    other.parent.mkdir()
    shutil.copy2(rows, other)
    with pytest.raises(BadOptions, match="inputs"):
        run(other, out, job_for(toy_model), resume=True)
    changed = rows.stat().st_mtime_ns + 1000
    os.utime(rows, ns=(changed, changed))
    with pytest.raises(BadOptions, match="inputs"):
        run(rows, out, job_for(toy_model), resume=True)


def test_standard_input_is_not_gone_on_with(tmp_path: Path, toy_model: Path) -> None:
    output = open_output(str(tmp_path / "out.jsonl"), format_name="jsonl", stream=io.BytesIO())
    with pytest.raises(BadOptions, match="stdin"):
        open_stage(output, find_sources(["-"]), job_for(toy_model), resume=True)


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not lock folders")
def test_two_runs_at_once_to_one_output_do_not_meet(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    out = tmp_path / "out.jsonl"
    output = open_output(str(out), format_name="jsonl", stream=io.BytesIO())
    sources = find_sources([str(rows)])
    stage = open_stage(output, sources, job_for(toy_model), resume=False)
    for resume in (False, True):
        with pytest.raises(BadOptions, match="another run"):
            open_stage(output, sources, job_for(toy_model), resume=resume)
    assert clean_sources(sources, job_for(toy_model), [output], stage=stage).documents == COUNT
    assert len(out.read_bytes().splitlines()) == COUNT - 13


def test_a_run_that_starts_anew_knows_what_it_throws_away(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    out = tmp_path / "out.jsonl"
    cut_off(rows, out, toy_model)
    output = open_output(str(out), format_name="jsonl", stream=io.BytesIO())
    for discarded in (500, 0):
        with open_stage(output, find_sources([str(rows)]), job_for(toy_model), resume=False) as stage:
            assert stage.discarded == discarded


@dataclass(frozen=True, slots=True)
class Stillborn(Job):
    def prepare(self) -> None:
        os._exit(1)


def test_a_run_whose_workers_die_can_be_gone_on_with(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    out = tmp_path / "out.jsonl"
    cut_off(rows, out, toy_model)
    job = Stillborn(str(toy_model), encoders=job_for(toy_model).encoders)
    with pytest.raises(WorkerDied):
        run(rows, out, job, resume=True, jobs=2)
    read = []
    output = open_output(str(out), format_name="jsonl", stream=io.BytesIO())
    stage = open_stage(output, find_sources([str(rows)]), job, resume=True)
    clean_sources(find_sources([str(rows)]), job, [output], stage=stage, on_done=read.append)
    assert len(read) == COUNT - 500


def test_a_stream_cannot_be_gone_on_with(rows: Path, toy_model: Path) -> None:
    output = open_output(None, format_name="jsonl", stream=io.BytesIO())
    with pytest.raises(BadOptions, match="-o"):
        open_stage(output, find_sources([str(rows)]), job_for(toy_model), resume=True)


def test_the_record_and_its_place_stand_in_the_rejects(rows: Path, tmp_path: Path, toy_model: Path) -> None:
    run(rows, tmp_path / "out.jsonl", job_for(toy_model))
    first = json.loads((tmp_path / "out.rejects.jsonl").read_text().splitlines()[0])
    assert (first["place"], first["raw"]) == ("rows.jsonl:1", "broken\n")


def encode_or_fail(record: Record) -> bytes:
    if record.id == "fails":
        raise ValueError("no such form")
    return b"fine\n"


def test_what_an_encoder_raises_rejects_one_document(tmp_path: Path, toy_model: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("a", "fails", "b")))
    report = run(rows, tmp_path / "out.jsonl", Job(str(toy_model), encoders=(encode_or_fail,)))
    assert [(reject.id, reject.error) for reject in report.rejects] == [("fails", "Failed")]
    assert report.rejects[0].message.startswith("ValueError: no such form")
    assert (tmp_path / "out.jsonl").read_bytes() == b"fine\nfine\n"


def test_raise_ends_the_run(rows: Path, toy_model: Path) -> None:
    stream = io.BytesIO()
    output = open_output(None, format_name="jsonl", stream=stream)
    with pytest.raises(CleanerError, match=r"rows\.jsonl:1"):
        clean_sources(find_sources([str(rows)]), job_for(toy_model), [output], conduct=Conduct(errors="raise"))
