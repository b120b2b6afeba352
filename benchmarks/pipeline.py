#!/usr/bin/env python3
"""A long run through the command line: its speed beside that of the same work in memory, and its memory.

    python benchmarks/pipeline.py            100 MB of JSON lines through two workers
    python benchmarks/pipeline.py 1000 4     as many MB, as many workers

The documents are the five seeds over and over, each with a number, so that no two are equal. Writes
results/pipeline.json. MB are UTF-8 bytes of the documents; memory is the largest of any one process. The speed in
memory is that of 20 MB before the run and 20 MB after it: a second's work says little on a machine whose speed drifts.
"""

import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quality import versions
from threadpoolctl import threadpool_limits

import cleaner

HERE = Path(__file__).parent
_SAMPLE = 20_000_000  # bytes cleaned in memory, before and after


def main() -> int:
    """Measure, print and write."""
    megabytes, jobs = (int(word) for word in [*sys.argv[1:], *("100", "2")[len(sys.argv) - 1 :]])
    before = in_memory()
    with tempfile.TemporaryDirectory() as folder:
        size = write_rows(Path(folder) / "rows.jsonl", megabytes * 1_000_000)
        command = [sys.executable, "-m", "cleaner", "clean", f"{folder}/rows.jsonl", "-q", "--jobs", str(jobs)]
        start = time.perf_counter()
        subprocess.run([*command, "-o", f"{folder}/out.jsonl"], check=True)
        rate = size / 1e6 / (time.perf_counter() - start)
    alone = 2 / (1 / before + 1 / in_memory())
    figures = {
        "in memory, one process, MB/s": alone,
        f"command line, {jobs} workers, MB/s": rate,
        "share of in-memory speed times workers": rate / alone / jobs,
        "largest process, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
    }
    for name, value in figures.items():
        print(f"{name:45s} {value:.4g}")
    described = {**versions(), "megabytes": megabytes, "jobs": jobs, "figures": figures}
    (HERE / "results" / "pipeline.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
    return 0


def texts() -> "itertools.chain[str]":
    """The seeds for ever, each time with another number."""
    seeds = [path.read_text(encoding="utf8") for path in sorted((HERE.parent / "seeds").glob("*.txt"))]
    return itertools.chain.from_iterable((f"{seed}\n\n{k}" for seed in seeds) for k in itertools.count())


def in_memory() -> float:
    """MB a second of `clean_batch` on one thread."""
    tool = cleaner.Cleaner()
    sample, size = [], 0
    for text in texts():
        sample.append(text)
        size += len(text.encode())
        if size > _SAMPLE:
            break
    with threadpool_limits(1):
        tool.clean_batch(sample[:20])
        start = time.perf_counter()
        for k in range(0, len(sample), 64):
            tool.clean_batch(sample[k : k + 64])
        return size / 1e6 / (time.perf_counter() - start)


def write_rows(path: Path, least: int) -> int:
    """JSON lines of at least so many bytes of documents; how many there are."""
    size = 0
    with path.open("w", encoding="utf8") as file:
        for text in texts():
            file.write(json.dumps({"text": text}) + "\n")
            size += len(text.encode())
            if size >= least:
                break
    return size


if __name__ == "__main__":
    sys.exit(main())
