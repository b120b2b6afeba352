"""Batches cleaned in several processes: order is kept, and a document that kills its worker costs itself alone."""

import contextlib
import itertools
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Self

from cleaner.errors import CleanerError, TimedOut, WorkerDied
from cleaner.io.documents import Found
from cleaner.io.entry import Entry
from cleaner.job import Job

# Batches under way for each worker: enough that none waits, few enough that little is held.
_AHEAD = 2
_STARTS = 3  # of a pool whose processes die before they are ready


def clean_all(
    batches: Iterable[Sequence[Found]], job: Job, *, jobs: int = 1, timeout: float | None = None
) -> Iterator[Entry]:
    """What becomes of every document, in order; in this process where one will do. As for `Workers`."""
    if jobs == 1 and timeout is None:
        for batch in batches:
            yield from job(batch)
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
        self._under_way: deque[tuple[Sequence[Found], Future[list[Entry]]]] = deque()

    def __enter__(self) -> Self:
        self._pool = self._start(self._jobs)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(kill_workers=True)

    def clean(self, batches: Iterable[Sequence[Found]]) -> Iterator[Entry]:
        """What becomes of every document, in order; takes in a few batches ahead."""
        stream = iter(batches)
        for batch in itertools.islice(stream, _AHEAD * self._jobs):
            self._under_way.append((batch, self._submit(batch)))
        while self._under_way:
            batch, future = self._under_way.popleft()
            yield from self._finish(batch, future)
            for following in itertools.islice(stream, 1):
                self._under_way.append((following, self._submit(following)))

    def _finish(self, batch: Sequence[Found], future: "Future[list[Entry]]") -> list[Entry]:
        try:
            return future.result(self._timeout)
        except (BrokenProcessPool, TimeoutError):
            self._pool.shutdown(kill_workers=True)
            results = list(self._one_by_one(batch))
            self._pool = self._start(self._jobs)
            self._under_way = deque((b, self._submit(b)) for b, _ in self._under_way)
            return results

    def _submit(self, batch: Sequence[Found]) -> "Future[list[Entry]]":
        """The batch under way; in a pool that has broken meanwhile it fails when its turn comes, as others do."""
        try:
            future: Future[list[Entry]] = self._pool.submit(self._job, batch)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        return future

    def _one_by_one(self, batch: Sequence[Found]) -> Iterator[Entry]:
        alone = self._start(1)
        try:
            for document in batch:
                try:
                    yield alone.submit(self._job, [document]).result(self._timeout)[0]
                except (BrokenProcessPool, TimeoutError) as error:
                    alone.shutdown(kill_workers=True)
                    alone = self._start(1)
                    yield self._job.reject(document, self._fault(error))
        finally:
            alone.shutdown(kill_workers=True)

    def _start(self, jobs: int) -> Any:
        """A pool whose processes are ready. Raises WorkerDied where they die before they are, again and again."""
        from joblib.externals.loky import ProcessPoolExecutor

        for _ in range(_STARTS):
            pool = ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(self._job, os.getpid()))
            try:
                with _without_interrupts():
                    ready = pool.submit(self._job, [])
                ready.result()
            except BrokenProcessPool:  # no document is at fault: something from outside ended them
                pool.shutdown(kill_workers=True)
            except BaseException:
                pool.shutdown(kill_workers=True)
                raise
            else:
                return pool
        raise WorkerDied("the processes die as they start, most likely of too little memory: try fewer --jobs")

    def _fault(self, error: Exception) -> CleanerError:
        if isinstance(error, TimeoutError):
            return TimedOut(f"took more than {self._timeout:g} seconds")
        return WorkerDied("its process died, twice: most likely of too little memory")


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; those that start in here leave it to this one from their first step.

    Only a main thread can have it so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _prepare(job: Job, parent: int) -> None:
    """One thread a process: more would fight for the same cores. Loading is no part of a document's time."""
    from threadpoolctl import threadpool_limits

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    job.prepare()


def _end_with(parent: int) -> None:
    """End this process soon after its parent is gone, however that came about."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
