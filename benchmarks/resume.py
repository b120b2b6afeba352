#!/usr/bin/env python3
"""A long run that is killed again and again: `--resume` has to give the bytes of an undisturbed one.

    python benchmarks/resume.py           20 kills in runs of 5,000 documents
    python benchmarks/resume.py 1500 8    as many documents, as many kills

The documents are the five seeds over and over, each with a number. A run through two workers is killed, with all its
processes, after a while that is drawn by chance, and gone on with; when it ends before the kills are used up, its bytes
are compared and the next one begins. Writes results/resume.json.
"""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline import texts
from quality import versions

HERE = Path(__file__).parent
_NAMES = ("out.jsonl", "out.parquet", "out.jsonl.zst")


def main() -> int:
    """Measure, print and write."""
    documents, kills = (int(word) for word in [*sys.argv[1:], *("5000", "20")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        with Path(folder, "rows.jsonl").open("w", encoding="utf8") as file:
            file.writelines(json.dumps({"text": text}) + "\n" for text in itertools.islice(texts(), documents))
        runs = list(killed_runs(Path(folder), kills))
    for name, count, same in runs:
        print(f"{name:15s} {count} kills, {'the same bytes' if same else 'OTHER BYTES'}")
    figures = {"kills": sum(count for _, count, _ in runs), "runs": len(runs), "same": all(r[2] for r in runs)}
    described = {**versions(), "documents": documents, "figures": figures}
    (HERE / "results" / "resume.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
    return 0 if figures["same"] else 1


def killed_runs(folder: Path, kills: int) -> Iterator[tuple[str, int, bool]]:
    """Of each run its file, how often it was killed, and whether its bytes are those of one that was not."""
    rng = random.Random(0)
    for name in itertools.cycle(_NAMES):
        whole = folder / f"whole-{name}"
        start = time.perf_counter()
        subprocess.run(command(folder, whole, "--force"), check=True)
        took = time.perf_counter() - start
        out, count = folder / "killed" / name, 0
        while kills and not out.exists():
            process = subprocess.Popen(command(folder, out, "--resume"), start_new_session=True)
            try:
                process.wait(rng.uniform(0, took / 2))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                kills, count = kills - 1, count + 1
        subprocess.run(command(folder, out, "--resume", "--force"), check=True)
        yield name, count, out.read_bytes() == whole.read_bytes() and [p.name for p in out.parent.iterdir()] == [name]
        out.unlink()
        if not kills:
            return


def command(folder: Path, out: Path, *flags: str) -> list[str]:
    """The run of all documents into a file."""
    rows = str(folder / "rows.jsonl")
    return [sys.executable, "-m", "cleaner", "clean", rows, "-q", "--jobs", "2", "-o", str(out), *flags]


if __name__ == "__main__":
    sys.exit(main())
