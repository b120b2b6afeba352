import random
import re
from importlib.resources import files
from pathlib import Path

import pytest

from cleaner.labels import Role
from cleaner.training.written import fill, templates, written_texts

pytest.importorskip("babel")

ROLES = {"polls": Role.POLL, "promos": Role.PROMO, "ads": Role.AD, "bios": Role.BIO}
FILES = sorted(
    file.name.removesuffix(".jsonl")
    for file in files("cleaner.training.written").iterdir()
    if file.name.endswith(".jsonl") and file.name != "glue.jsonl"
)
KINDS = ("byline", "dateline", "caption", "credit_prefix", "related")
TEXTS = [text for name in FILES for text in written_texts(name)]
TEMPLATES = [template for kind in KINDS for template in templates(kind)]


def test_every_file_is_read() -> None:
    lines = sum(
        len(file.read_text("utf8").splitlines())
        for file in files("cleaner.training.written").iterdir()
        if file.name.endswith(".jsonl")
    )
    assert len(TEXTS) + len(TEMPLATES) == lines


@pytest.mark.parametrize("name", FILES)
def test_every_text_has_blocks_without_loose_ends(name: str) -> None:
    for text in written_texts(name):
        assert text.blocks
        assert all(block.strip() == block and block for _, block in text.blocks)


@pytest.mark.parametrize(("name", "role"), ROLES.items())
def test_texts_hold_the_role_they_are_written_for(name: str, role: Role) -> None:
    for text in written_texts(name):
        assert role in {found for found, _ in text.blocks}


@pytest.mark.parametrize("name", FILES)
def test_at_least_eight_languages_are_written(name: str) -> None:
    assert len({text.language for text in written_texts(name)}) >= 8


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_template_is_there(kind: str) -> None:
    assert templates(kind)
    assert all(template.text.strip() for template in templates(kind))


def test_every_slot_can_be_filled_in_every_language() -> None:
    rng = random.Random(1)
    languages = sorted({text.language for text in (*TEXTS, *TEMPLATES)})
    slots = {slot for text in TEXTS for _, block in text.blocks for slot in re.findall(r"\{\w+\}", block)}
    slots |= {s for template in TEMPLATES for s in re.findall(r"\{[^}]*\}", template.text) if s != "{headline}"}
    assert slots
    for language in languages:
        for slot in sorted(slots):
            for _ in range(5):
                filled = fill(slot, language, rng)
                assert filled.strip(), (slot, language)
                assert "{" not in filled, (slot, language)


def test_filling_is_drawn_from_the_generator_alone() -> None:
    text = "{person} {date} {n} {place}"
    assert fill(text, "de", random.Random(4)) == fill(text, "de", random.Random(4))
    assert len({fill(text, "de", random.Random(k)) for k in range(9)}) > 1


def test_dates_are_written_as_the_language_writes_them() -> None:
    assert "Montag" in {fill("{weekday}", "de", random.Random(k)) for k in range(60)}


def test_no_text_repeats_the_seeds(seeds: Path) -> None:
    seen = set().union(*(runs(path.read_text("utf8")) for path in seeds.glob("*.txt")))
    assert seen
    for text in TEXTS:
        for _, block in text.blocks:
            assert not runs(block) & seen, block
    for template in TEMPLATES:
        assert not runs(template.text) & seen, template.text


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of six words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[k : k + 6]) for k in range(len(words) - 5)}
