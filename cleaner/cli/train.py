"""`cleaner train`: a model from labelled pages."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.common import console, exit_codes

_OF_PAGES = ("babel", "html2text", "inscriptis")  # what makes texts of pages


def train_command(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the model.")],
    corpus: Annotated[
        Path | None, typer.Option(envvar="CLEANER_CORPUS", metavar="DIR", help="Folder of the labelled pages.")
    ] = None,
    labelled: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own labelled texts, in the format of labels/seeds.jsonl; repeatable."),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Roles for further pages of the corpus, in the format of labels/corpus.jsonl."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything that is drawn by chance.")] = 0,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes.")] = 1,
    pages: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Train on N pages only, for a quick trial.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a model that exists.")] = False,
) -> None:
    """Train a model and write its folder."""
    with exit_codes():
        from cleaner.errors import BadOptions

        if corpus is None and not labelled:
            raise BadOptions(
                "nothing to train on: name pages with --corpus (or CLEANER_CORPUS) or texts with --labelled"
            )
        if output.exists() and any(output.iterdir()) and not force:
            raise BadOptions(f"{output} is not empty: --force replaces the model in it")
        if labels and corpus is None:
            raise BadOptions("--labels names pages of a corpus: name the corpus too, with --corpus (or CLEANER_CORPUS)")
        if corpus and (missing := [name for name in _OF_PAGES if find_spec(name) is None]):
            raise BadOptions(
                f"training on pages needs {', '.join(missing)}, not installed: pip install 'news-cleaner[train]'"
            )
        screen = console(stderr=True)
        folder = train_model(
            corpus=corpus,
            labelled=labelled or (),
            labels=labels,
            output=output,
            seed=seed,
            jobs=jobs,
            pages=pages,
            log=lambda line: screen.print(line, markup=False, soft_wrap=True),
        )
        screen.print(f"model: {folder}", markup=False, soft_wrap=True)


def train_model(
    *,
    corpus: Path | None,
    labelled: Sequence[Path],
    output: Path,
    labels: Path | None = None,
    seed: int = 0,
    jobs: int = 1,
    pages: int | None = None,
    log: Callable[[str], None] = lambda _: None,
) -> Path:
    """Train by the recipe of the shipped model; returns the model's folder. `log` gets a line a step."""
    from cleaner.training.recipe import TrainConfig, train

    config = TrainConfig(seed=seed, jobs=jobs, pages=pages)
    return train(corpus=corpus, labelled=tuple(labelled), output=output, config=config, labels=labels, log=log)
