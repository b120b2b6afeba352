"""From pages to samples: render, project, compose."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.labels import Role
from cleaner.training.abroad import composed_abroad
from cleaner.training.augment import compose, insert_second, insert_written, second_article
from cleaner.training.canonical import canonical_blocks
from cleaner.training.corpus import Page
from cleaner.training.disguise import disguised
from cleaner.training.files import as_file
from cleaner.training.project import project
from cleaner.training.renderings import RENDERINGS
from cleaner.training.sample import Sample

_LARGEST_TEXT = 800_000  # characters; a larger rendering is a listing, and takes long to align
_MOST_BLOCKS = 3_000
_SECOND_SHARE = 0.08
_WRITTEN_SHARE = 0.4  # of the renderings get written polls, promos and ads; composed texts bring their own
_DISGUISED_SHARE = 0.08
_ABROAD_SHARE = 0.25  # of the composed texts
_LONG = 450  # blocks; of a longer page half as many texts are composed, for the time: its units say much the same


@dataclass(frozen=True, slots=True)
class Prepared:
    """A labelled page with the texts of its canonical blocks and some of its renderings."""

    page: Page
    blocks: tuple[str, ...]
    renderings: tuple[Sample, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The role of each block."""
        return self.page.roles or ()


def prepare(page: Page, renderings: int, seed: int) -> Prepared | None:
    """Render a page in as many ways as asked, drawn at random; None for a page too large or without text."""
    blocks = tuple(canonical_blocks(page.html))
    if not 0 < len(blocks) <= _MOST_BLOCKS:
        return None
    names = random.Random(f"{seed} {page.id}").sample(sorted(RENDERINGS), renderings)
    samples = tuple(s for name in names if (s := _render(page, blocks, name)) is not None)
    return Prepared(page, blocks, samples)


def samples_of(prepared: Prepared, others: Sequence[Prepared], *, composed: int, seed: int) -> list[Sample]:
    """The page's renderings, some with written texts inserted, as many composed texts as asked, and its article as a
    text file; behind some of the first two stands the article of one of the other pages of its language, some of the
    second are moved abroad, and some of all are disguised.
    """
    alike = [other for other in others if other.page.language == prepared.page.language and other is not prepared]
    rng = random.Random(f"{seed} {prepared.page.id} roles")
    samples = [_followed(s, alike, rng) if rng.random() < _SECOND_SHARE else s for s in prepared.renderings]
    samples = [insert_written(s, rng) if rng.random() < _WRITTEN_SHARE else s for s in samples]
    for _ in range(composed if len(prepared.blocks) <= _LONG else composed // 2):
        samples.append(_composed(prepared, alike, rng))
    samples.append(as_file(_unwritten(prepared), prepared.blocks, rng))
    return [disguised(s, rng) if rng.random() < _DISGUISED_SHARE else s for s in samples]


def _followed(sample: Sample, others: Sequence[Prepared], rng: random.Random) -> Sample:
    """The rendering of a page with the same rendering of another behind its article, where there is one."""
    alike = [other for page in others for other in page.renderings if other.rendering == sample.rendering]
    return insert_second(sample, rng.choice(alike), rng) if alike else sample


def _composed(prepared: Prepared, others: Sequence[Prepared], rng: random.Random) -> Sample:
    page = _unwritten(prepared)
    if rng.random() < _ABROAD_SHARE:
        return composed_abroad(page, prepared.blocks, rng)
    other = rng.choice(others) if others and rng.random() < _SECOND_SHARE else None
    behind = second_article(_unwritten(other), other.blocks, rng) if other else []
    return compose(page, prepared.blocks, rng, behind)


def _unwritten(prepared: Prepared) -> Sample:
    """The page with its roles, and no text yet."""
    page = prepared.page
    return Sample(page.id, page.domain, page.language, "composed", "", (), prepared.roles)


def _render(page: Page, block_texts: Sequence[str], name: str) -> Sample | None:
    text = RENDERINGS[name](page.html)
    if not text.strip() or len(text) > _LARGEST_TEXT:
        return None
    spans = tuple(project(block_texts, text))
    return Sample(page.id, page.domain, page.language, name, text, spans, page.roles or ())
