import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from cleaner.errors import TimedOut, WorkerDied
from cleaner.io.documents import Document
from cleaner.io.entry import Entry, Reject
from cleaner.io.lines import JsonlWriter
from cleaner.job import Job
from cleaner.workers import clean_all

TEXT = "The bridge over the harbour reopened on Monday after ten years of repairs, the city said."


@dataclass(frozen=True)
class Hostile(Job):
    """Does as the document says, then cleans it."""

    def __call__(self, batch: Sequence[Document]) -> list[Entry]:
        for document in batch:
            if document.raw == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if document.raw == "interrupt":
                os.kill(os.getpid(), signal.SIGINT)
            if document.raw == "hang":
                time.sleep(600)
        return super().__call__(batch)


@dataclass(frozen=True, slots=True)
class Frail(Job):
    """Dies as it starts, so many times; each leaves a file behind."""

    folder: str = ""
    deaths: int = 0

    def prepare(self) -> None:
        if len(list(Path(self.folder).iterdir())) < self.deaths:
            (Path(self.folder) / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        Job.prepare(self)


def batches(*raws: str, size: int = 2) -> list[list[Document]]:
    documents = [Document(str(k), raw) for k, raw in enumerate(raws)]
    return [documents[k : k + size] for k in range(0, len(documents), size)]


def outcome(jobs: int, size: int, job: Job, *raws: str, timeout: float | None = None) -> list[tuple[str, str]]:
    """Id of each document, and the line of its article or the name of its error."""
    job = replace(job, encoders=(partial(JsonlWriter.encode, many=True),))
    entries = clean_all(batches(*raws, size=size), job, jobs=jobs, timeout=timeout)
    return [(e.id, e.error) if isinstance(e, Reject) else (e.summary.id, e.encoded[0].decode()) for e in entries]


def test_any_number_of_processes_and_any_batches_give_the_same(toy_model) -> None:
    texts = [f"{TEXT}\n\nNumber {k}" for k in range(7)]
    expected = outcome(1, 1, Job(str(toy_model)), *texts)
    assert [name for name, _ in expected] == list("0123456")
    assert outcome(2, 3, Job(str(toy_model)), *texts) == expected


def test_a_document_that_kills_its_worker_costs_itself_alone(toy_model) -> None:
    found = outcome(2, 2, Hostile(str(toy_model)), TEXT, "die", TEXT, TEXT, "die")
    assert [name for name, _ in found] == list("01234")
    assert [kind for _, kind in found if kind == WorkerDied.__name__] == [WorkerDied.__name__] * 2
    articles = [json.loads(line)["text"] for _, line in found if line.startswith("{")]
    assert articles == [json.loads(outcome(1, 1, Job(str(toy_model)), TEXT)[0][1])["text"]] * 3


def test_a_document_that_takes_too_long_costs_itself_alone(toy_model) -> None:
    found = outcome(1, 2, Hostile(str(toy_model)), TEXT, "hang", TEXT, timeout=2.0)
    assert [kind == TimedOut.__name__ for _, kind in found] == [False, True, False]


def test_workers_that_die_as_they_start_are_started_again(toy_model, tmp_path: Path) -> None:
    job = Frail(str(toy_model), folder=str(tmp_path), deaths=1)
    assert [name for name, _ in outcome(2, 2, job, TEXT, TEXT, TEXT)] == list("012")


def test_workers_that_never_start_end_the_run_by_name(toy_model, tmp_path: Path) -> None:
    with pytest.raises(WorkerDied, match="as they start"):
        outcome(2, 2, Frail(str(toy_model), folder=str(tmp_path), deaths=100), TEXT)


def test_workers_leave_interrupts_to_the_one_who_started_them(toy_model) -> None:
    assert [kind[0] for _, kind in outcome(2, 2, Hostile(str(toy_model)), TEXT, "interrupt", TEXT)] == ["{"] * 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_rejects_come_in_their_place(jobs: int, toy_model) -> None:
    found = outcome(jobs, 2, Job(str(toy_model)), TEXT, b"%PDF-1.7 binary", TEXT)
    assert [kind == "NotText" for _, kind in found] == [False, True, False]


def test_a_pool_that_breaks_while_batches_still_come_loses_none(toy_model) -> None:
    raws = [TEXT, "die", *[TEXT] * 10]
    found = []
    for entry in clean_all(batches(*raws, size=1), Hostile(str(toy_model)), jobs=2):
        time.sleep(0.3)  # the pool breaks before the next batch is handed to it
        found.append(entry.error if isinstance(entry, Reject) else entry.summary.id)
    assert found == ["WorkerDied" if k == 1 else str(k) for k in range(len(raws))]
