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
from cleaner.classify.head import Head
from cleaner.classify.model import WEIGHTS, Arrays, head_arrays, layer_arrays, save_model
from cleaner.errors import BadInput
from cleaner.training.borders import fit_borders
from cleaner.training.calibrate import calibrate_labels, longest_unit_of_blocks
from cleaner.training.card import write_card
from cleaner.training.corpus import Page, read_pages
from cleaner.training.cut import CutModel, fit_cut_model
from cleaner.training.disguise import is_disguised
from cleaner.training.figures import cross_validated
from cleaner.training.labelled import read_labelled
from cleaner.training.pages import build_page_table
from cleaner.training.prepare import Prepared, prepare, samples_of
from cleaner.training.sample import Sample
from cleaner.training.stack import Log, StackConfig, fit_stack
from cleaner.training.table import Table, build_table
from cleaner.version import __version__

# A page is seen in this many renderings and composed texts: 2.3 million units, about what 24 GB of memory can take.
_TEXTS, _COMPOSED = 2, 4
_BOXES = 0.7  # share of the pages whose markup comes once more with written boxes
_MOST_CUT_SAMPLES = 5_000
_HTML_FIT = StackConfig(least_domains=8, word_epochs=4, dropout=0.3, context_epochs=4, first_share=0.5)


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
        pages = _prepare(corpus, labels, config, log)
        samples = [s for page in pages for s in samples_of(page, pages, composed=_COMPOSED, seed=config.seed)]
        samples += [s for file in labelled for s in read_labelled(file)]
        if not samples:
            raise BadInput("nothing to train on: no page with labels, no labelled text")
        cut = fit_cut_model(_for_cuts(samples, config.seed), config.seed)
        log("cut model done")
        table = build_table(samples, cut)
        fit = StackConfig(seed=config.seed, jobs=config.jobs)
        head, opinion, figures = _fit_head(table, fit, log)
        border = fit_borders(table, head.shape, opinion, config.seed)
        log("border model done")
        arrays = {**_cut_arrays(cut), **layer_arrays("border", border), **head_arrays("text", head)}
        del table, opinion  # the next table needs the room
        if pages:
            head, figures["html"] = fit_page_head(pages, config, log)
            arrays |= head_arrays("html", head)
    described = save_model(output, _describe(output, samples, config, figures), arrays)
    card = write_card(described, (output / WEIGHTS).stat().st_size)
    (output / "README.md").write_text(card, encoding="utf8")
    return output


def fit_page_head(pages: Sequence[Prepared], config: TrainConfig, log: Log) -> tuple[Head, dict[str, Any]]:
    """The head for HTML, and its figures by domain-wise cross-validation."""
    table = build_page_table(pages, seed=config.seed, boxes=_BOXES)
    head, _, figures = _fit_head(table, dataclasses.replace(_HTML_FIT, seed=config.seed, jobs=config.jobs), log)
    return head, figures


def _prepare(corpus: Path | None, labels: Path | None, config: TrainConfig, log: Log) -> list[Prepared]:
    """Pages with roles, those of the dev set aside."""
    if corpus is None:
        return []
    pages = (page for page in read_pages(corpus, labels) if page.roles is not None and page.split != "dev")
    found = prepare_all(itertools.islice(pages, config.pages), _TEXTS, config)
    log(f"{len(found)} labelled pages")
    return found


def prepare_all(pages: Iterable[Page], renderings: int, config: TrainConfig) -> list[Prepared]:
    """The pages that can be used, each in so many renderings. Raises BadInput where roles and blocks do not agree."""
    jobs = (delayed(prepare)(page, renderings, config.seed) for page in pages)
    prepared: list[Prepared | None] = Parallel(n_jobs=config.jobs)(jobs)
    found = [p for p in prepared if p is not None]
    for page in found:
        if len(page.roles) != len(page.blocks):
            raise BadInput(f"page {page.page.id}: {len(page.roles)} roles for {len(page.blocks)} blocks")
    return found


def _fit_head(table: Table, fit: StackConfig, log: Log) -> tuple[Head, Floats, dict[str, Any]]:
    """A head, its out-of-fold opinion, and its figures on what some scraper left."""
    stack = fit_stack(table, fit, log)
    found = [_untouched(sample) for sample in table.samples]
    found = found if any(found) else [True] * len(found)  # of a handful of pages all texts may have been touched
    chosen = longest_unit_of_blocks(table, found)
    calibration = calibrate_labels(table, stack.out_of_fold, chosen)
    figures = cross_validated(table, stack.out_of_fold, calibration, chosen, found)
    head = Head(stack.shape, stack.words, stack.around, stack.second, fit.first_share, calibration)
    return head, stack.out_of_fold, figures


def _for_cuts(samples: Sequence[Sample], seed: int) -> list[Sample]:
    """Some of the texts, none in disguise: cuts go by words, and with those dev body F1 of one-line texts was 0.923
    instead of 0.927.
    """
    plain = [sample for sample in samples if not is_disguised(sample)]
    return random.Random(seed).sample(plain, min(len(plain), _MOST_CUT_SAMPLES))


def _untouched(sample: Sample) -> bool:
    """Whether the text is as some scraper left it: inserted texts would spoil how often each label is right."""
    return sample.rendering != "composed" and "+" not in sample.rendering


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
