"""Batches cleaned in several processes: order is kept, and a document that kills its worker costs itself alone."""

import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Self

from joblib.externals.loky import ProcessPoolExecutor

from cleaner.article import Article, ModelInfo
from cleaner.batch import clean_each, loaded
from cleaner.core import Kind
from cleaner.errors import BadInput, CleanerError, TimedOut, WorkerDied
from cleaner.io.documents import BadRecord, Document
from cleaner.options import Options

Found = Document | BadRecord
Result = Article | CleanerError

# Batches under way for each worker: enough that none waits, few enough that little is held.
_AHEAD = 2
# Makes a new process load what documents need: a page without a date, in a language that the fast road does not know.
_WARM_UP = "<article><p>Byrådet besluttede tirsdag at lukke den gamle svømmehal ved siden af stationen.</p></article>"


@dataclass(frozen=True, slots=True)
class Job:
    """What to do to every document: the model folder (None is the shipped one), options, kind of input."""

    model: str | None = None
    options: Options = Options()  # noqa: RUF009 - frozen
    kind: Kind = "auto"

    @property
    def info(self) -> ModelInfo:
        """The model's name, version and digest. Raises BadModel."""
        return loaded(self.model).info

    def __call__(self, batch: Sequence[Found]) -> list[Result]:
        """One article or error a document, in order; a bad record is an error already."""
        cleaner = loaded(self.model).with_options(self.options)
        documents = [found for found in batch if isinstance(found, Document)]
        raws, urls = [d.raw for d in documents], [d.url for d in documents]
        results = iter(clean_each(cleaner, raws, kind=self.kind, urls=urls))
        return [BadInput(found.message) if isinstance(found, BadRecord) else next(results) for found in batch]


def clean_all(
    batches: Iterable[Sequence[Found]], job: Job, *, jobs: int = 1, timeout: float | None = None
) -> Iterator[tuple[Found, Result]]:
    """Every document with its article or error, in order; in this process where one will do. As for `Workers`."""
    if jobs == 1 and timeout is None:
        for batch in batches:
            yield from zip(batch, job(batch), strict=True)
        return
    with Workers(job, jobs=jobs, timeout=timeout) as workers:
        yield from workers.clean(batches)


class Workers:
    """A pool of processes for one job; a context manager, so that none of them is left behind.

    jobs     processes
    timeout  seconds that one document may take, None for any number. A batch that takes as many seconds in all, or
             whose worker dies, is done again a document at a time, and only the document at fault is rejected
    """

    def __init__(self, job: Job, *, jobs: int, timeout: float | None = None) -> None:
        self._job = job
        self._jobs = jobs
        self._timeout = timeout
        self._under_way: deque[tuple[Sequence[Found], Future[list[Result]]]] = deque()

    def __enter__(self) -> Self:
        self._pool = self._start(self._jobs)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(kill_workers=True)

    def clean(self, batches: Iterable[Sequence[Found]]) -> Iterator[tuple[Found, Result]]:
        """Every document with its article or error, in order; takes in a few batches ahead."""
        stream = iter(batches)
        for batch in itertools.islice(stream, _AHEAD * self._jobs):
            self._under_way.append((batch, self._submit(batch)))
        while self._under_way:
            batch, future = self._under_way.popleft()
            yield from zip(batch, self._finish(batch, future), strict=True)
            for following in itertools.islice(stream, 1):
                self._under_way.append((following, self._submit(following)))

    def _finish(self, batch: Sequence[Found], future: "Future[list[Result]]") -> list[Result]:
        try:
            return future.result(self._timeout)
        except (BrokenProcessPool, TimeoutError):
            self._pool.shutdown(kill_workers=True)
            results = list(self._one_by_one(batch))
            self._pool = self._start(self._jobs)
            self._under_way = deque((b, self._submit(b)) for b, _ in self._under_way)
            return results

    def _submit(self, batch: Sequence[Found]) -> "Future[list[Result]]":
        """The batch under way; in a pool that has broken meanwhile it fails when its turn comes, as others do."""
        try:
            future: Future[list[Result]] = self._pool.submit(self._job, batch)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        return future

    def _one_by_one(self, batch: Sequence[Found]) -> Iterator[Result]:
        alone = self._start(1)
        for document in batch:
            try:
                yield alone.submit(self._job, [document]).result(self._timeout)[0]
            except (BrokenProcessPool, TimeoutError) as error:
                alone.shutdown(kill_workers=True)
                alone = self._start(1)
                yield self._fault(error)
        alone.shutdown(kill_workers=True)

    def _start(self, jobs: int) -> Any:
        pool = ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(self._job, os.getpid()))
        pool.submit(self._job, []).result()
        return pool

    def _fault(self, error: Exception) -> CleanerError:
        if isinstance(error, TimeoutError):
            return TimedOut(f"took more than {self._timeout:g} seconds")
        return WorkerDied("its process died, twice: most likely of too little memory")


def _prepare(job: Job, parent: int) -> None:
    """One thread a process: more would fight for the same cores. Loading is no part of a document's time."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    loaded(job.model).clean(_WARM_UP)


def _end_with(parent: int) -> None:
    """End this process soon after its parent is gone, however that came about."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
