"""The recipe of the shipped model, a step a line; `cleaner train` runs it."""

import dataclasses
import datetime as dt
import hashlib
import importlib.metadata
import itertools
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from cleaner.classify.features import Floats
from cleaner.classify.head import Head, mean_opinion
from cleaner.classify.model import WEIGHTS, Arrays, head_arrays, perceptron_arrays, save_model
from cleaner.errors import BadInput
from cleaner.labels import Role
from cleaner.training.borders import fit_borders
from cleaner.training.calibrate import calibrate_labels, longest_unit_of_blocks
from cleaner.training.card import write_card
from cleaner.training.corpus import Page, read_pages
from cleaner.training.cut import CutModel, fit_cut_model
from cleaner.training.figures import cross_validated
from cleaner.training.labelled import read_labelled
from cleaner.training.pages import build_page_table
from cleaner.training.prepare import Prepared, prepare, samples_of
from cleaner.training.sample import Sample
from cleaner.training.stack import Log, StackConfig, fit_stack
from cleaner.training.table import Table, build_table, join
from cleaner.training.teacher import teach
from cleaner.version import __version__

# A page that a reader labelled is seen in this many renderings and composed texts; one the teacher labelled in fewer.
_READ_TEXTS, _READ_COMPOSED = 4, 6
_TAUGHT_TEXTS, _TAUGHT_COMPOSED, _TAUGHT_WEIGHT = 1, 1, 0.4
_TAUGHT_KINDS = ("article", "news", "mixed")
_MOST_CUT_SAMPLES = 4_000
_TEXT_MEMBERS = 2
_HTML_FIT = StackConfig(least_domains=8, word_epochs=4, context_epochs=4, first_share=0.5)


@dataclasses.dataclass(frozen=True, slots=True)
class TrainConfig:
    """What one may set about a training run.

    seed   of everything that is drawn by chance
    jobs   processes
    pages  train on so many pages only, for a trial; None for all
    """

    seed: int = 0
    jobs: int = 1
    pages: int | None = None


def train(
    *,
    corpus: Path | None,
    labelled: Sequence[Path],
    output: Path,
    config: TrainConfig,
    labels: Path | None = None,
    log: Log = lambda _: None,
) -> Path:
    """Train on a corpus folder, on labelled texts, or on both, and write a model folder.

    labels  a file like labels/corpus.jsonl with roles for further pages of the corpus

    The same data, versions, machine and configuration give the same weights. Raises BadInput on data it cannot read.
    """
    with threadpool_limits(1):  # two processes of one thread each beat two threads, and sums keep their order
        read, unread = _prepare(corpus, labels, config, log)
        taught = teach(read, unread, config.seed, config.jobs, log) if read and unread else []
        samples = _samples(read, [p.page.roles or () for p in read], _READ_COMPOSED, 1.0, config.seed)
        samples += _samples(unread, taught, _TAUGHT_COMPOSED, _TAUGHT_WEIGHT, config.seed)
        samples += [s for file in labelled for s in read_labelled(file)]
        if not samples:
            raise BadInput("nothing to train on: no page with labels, no labelled text")
        some = random.Random(config.seed).sample(samples, min(len(samples), _MOST_CUT_SAMPLES))
        cut = fit_cut_model(some, config.seed)
        log("cut model done")
        table = build_table(samples, cut)
        by_reader = [sample.weight == 1 and _untouched(sample) for sample in table.samples]
        fit = StackConfig(seed=config.seed, jobs=config.jobs)
        head, opinion, figures = _fit_head(table, fit, _TEXT_MEMBERS, by_reader, log)
        border = fit_borders(table, opinion, config.seed)
        log("border model done")
        arrays = {**_cut_arrays(cut), **perceptron_arrays("border", border), **head_arrays("text", head)}
        del table, opinion  # the next table needs the room
        if read:
            pages = _page_table(read, unread, taught)
            fit = dataclasses.replace(_HTML_FIT, seed=config.seed, jobs=config.jobs)
            head, _, figures["html"] = _fit_head(pages, fit, 1, [s.weight == 1 for s in pages.samples], log)
            arrays |= head_arrays("html", head)
    described = save_model(output, _describe(output, samples, config, figures), arrays)
    card = write_card(described, (output / WEIGHTS).stat().st_size)
    (output / "README.md").write_text(card, encoding="utf8")
    return output


def _prepare(
    corpus: Path | None, labels: Path | None, config: TrainConfig, log: Log
) -> tuple[list[Prepared], list[Prepared]]:
    """Pages with roles, and pages for the teacher."""
    if corpus is None:
        return [], []
    pages = filter(_usable, read_pages(corpus, labels))
    jobs = (delayed(prepare)(page, _texts(page), config.seed) for page in itertools.islice(pages, config.pages))
    prepared: list[Prepared | None] = Parallel(n_jobs=config.jobs)(jobs)
    found = [p for p in prepared if p is not None]
    read = [p for p in found if p.page.roles]
    unread = [p for p in found if not p.page.roles]
    for page in read:
        if len(page.page.roles or ()) != len(page.blocks):
            raise BadInput(f"page {page.page.id}: {len(page.page.roles or ())} roles for {len(page.blocks)} blocks")
    log(f"{len(read)} labelled pages, {len(unread)} for the teacher")
    return read, unread


def _usable(page: Page) -> bool:
    wanted = page.roles is not None or page.kind in _TAUGHT_KINDS
    return wanted and page.split != "dev"


def _texts(page: Page) -> int:
    return _READ_TEXTS if page.roles else _TAUGHT_TEXTS


def _fit_head(
    table: Table, fit: StackConfig, members: int, by_reader: Sequence[bool], log: Log
) -> tuple[Head, Floats, dict[str, Any]]:
    """A head of so many members, their out-of-fold opinion, and its figures on the samples that readers labelled."""
    stacks = [fit_stack(table, dataclasses.replace(fit, seed=fit.seed + 100 * k), log) for k in range(members)]
    opinion = mean_opinion([stack.out_of_fold for stack in stacks])
    chosen = longest_unit_of_blocks(table, by_reader)
    calibration = calibrate_labels(table, opinion, chosen)
    figures = cross_validated(table, opinion, calibration, chosen, by_reader)
    return Head(tuple(stack.passes for stack in stacks), calibration), opinion, figures


def _page_table(read: Sequence[Prepared], unread: Sequence[Prepared], taught: Sequence[Sequence[Role | None]]) -> Table:
    tables = [build_page_table(read, [p.page.roles or () for p in read])]
    return join([*tables, build_page_table(unread, taught, _TAUGHT_WEIGHT)] if taught else tables)


def _samples(
    pages: Sequence[Prepared], roles: Iterable[Sequence[Any]], composed: int, weight: float, seed: int
) -> list[Sample]:
    return [
        sample
        for page, known in zip(pages, roles, strict=True)
        for sample in samples_of(page, known, composed=composed, weight=weight, seed=seed)
    ]


def _untouched(sample: Sample) -> bool:
    """Whether the text is as some scraper left it: written texts would spoil how often each label is right."""
    return sample.rendering != "composed" and not sample.rendering.endswith("+written")


def _cut_arrays(cut: CutModel) -> Arrays:
    kept = np.flatnonzero(cut.weights)
    return {
        "cut.buckets": kept.astype(np.int32),
        "cut.weights": cut.weights[kept].astype(np.float16),
        "cut.bias": np.array(cut.bias, dtype=np.float32),
    }


def _describe(output: Path, samples: Sequence[Sample], config: TrainConfig, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": output.name,
        "version": __version__,
        "trained": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "data": {"texts": len(samples), "pages": len({s.page for s in samples}), "digest": _data_digest(samples)},
        "config": {"seed": config.seed, "pages": config.pages},
        "packages": {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy", "scipy")},
        "figures": figures,
    }


def _data_digest(samples: Sequence[Sample]) -> str:
    """SHA-256 over every training text and its labelled spans."""
    total = hashlib.sha256()
    for sample in samples:
        total.update(sample.text.encode("utf8", "surrogatepass"))
        total.update(repr([(s.start, s.end, sample.roles[s.block]) for s in sample.spans]).encode())
    return total.hexdigest()
