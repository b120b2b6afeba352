import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from cleaner import BadInput, Block, Cleaner, Label, Role
from cleaner.training.evaluate import calibration_error, judge, judge_files, summarize
from cleaner.training.project import Span
from cleaner.training.sample import Sample


def sample_of(*blocks: tuple[Role, str]) -> Sample:
    """A text of one line a block."""
    spans, position = [], 0
    for number, (_, text) in enumerate(blocks):
        spans.append(Span(position, position + len(text), number))
        position += len(text) + 1
    text = "\n".join(text for _, text in blocks)
    return Sample("page", "a.example", "en", "visible", text, tuple(spans), tuple(role for role, _ in blocks))


def block(start: int, end: int, role: Role, confidence: float = 0.75) -> Block:
    return Block(start, end, "", role.label, role, confidence, dict.fromkeys(Label, 0.0))


SAMPLE = sample_of((Role.HEADLINE, "Head"), (Role.PARAGRAPH, "Body text"), (Role.AD, "Ads here"), (Role.CHROME, "Menu"))
PERFECT = [block(0, 4, Role.HEADLINE), block(5, 14, Role.PARAGRAPH), block(15, 23, Role.AD), block(24, 28, Role.CHROME)]


def test_what_readers_found_scores_one() -> None:
    figures = summarize([judge(SAMPLE, PERFECT)])
    assert (figures["texts"], figures["blocks"]) == (1, 4)
    assert figures["body F1"] == figures["block macro-F1"] == figures["role macro-F1"] == 1
    assert figures["block advertisement F1"] == figures["role headline F1"] == 1
    assert figures["body calibration error"] == pytest.approx(0.25)
    assert "block poll F1" not in figures
    assert "poll calibration error" not in figures


def test_figures_are_those_computed_by_hand() -> None:
    # "Head" is missed, "Body text" found as a heading, of "Ads here" the three of "Ads" are called body.
    blocks = [
        block(0, 4, Role.CHROME),
        block(5, 14, Role.SUBHEADING),
        block(15, 18, Role.PARAGRAPH),
        block(19, 23, Role.PROMO),
        block(24, 28, Role.CHROME),
    ]
    figures = summarize([judge(SAMPLE, blocks)])
    # Characters: 8 of 12 found, 3 of 11 wrong. F1 = 2 · 8 / (12 + 11).
    assert figures["body F1"] == pytest.approx(16 / 23, abs=1e-4)
    # Blocks: body 1 of 2; advertisement right by 4 characters to 3; navigation right once, wrong once.
    assert figures["body F1"] != figures["block macro-F1"]
    assert figures["block advertisement F1"] == 1
    assert figures["block navigation F1"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["block macro-F1"] == pytest.approx((2 / 3 + 1 + 2 / 3) / 3, abs=1e-4)
    # Roles: chrome alone is ever right.
    assert figures["role macro-F1"] == pytest.approx((0 + 0 + 0 + 2 / 3) / 4, abs=1e-4)


def test_white_space_and_unknown_characters_do_not_count() -> None:
    sample = Sample("p", "d", "", "r", "Body    ??", (Span(0, 8, 0),), (Role.PARAGRAPH,))
    assert judge(sample, [block(0, 4, Role.PARAGRAPH), block(8, 10, Role.PARAGRAPH)]).body_f1 == 1


def test_characters_in_no_block_are_not_found() -> None:
    figures = summarize([judge(SAMPLE, [])])
    assert figures["body F1"] == figures["block macro-F1"] == 0


def test_a_text_without_a_body_is_right_when_none_is_found() -> None:
    sample = sample_of((Role.CHROME, "Menu"))
    assert judge(sample, [block(0, 4, Role.RELATED)]).body_f1 == 1
    assert judge(sample, [block(0, 4, Role.PARAGRAPH)]).body_f1 == 0


def test_body_f1_is_a_mean_over_texts_and_block_f1_is_pooled() -> None:
    long = sample_of((Role.PARAGRAPH, "a" * 1000), (Role.PARAGRAPH, "b" * 1000))
    short = sample_of((Role.PARAGRAPH, "c"))
    judged = [
        judge(long, [block(0, 1000, Role.PARAGRAPH), block(1001, 2001, Role.PARAGRAPH)]),
        judge(short, [block(0, 1, Role.CHROME)]),
    ]
    figures = summarize(judged)
    assert figures["body F1"] == 0.5
    assert figures["block macro-F1"] == pytest.approx(2 * 2 / (3 + 2), abs=1e-4)


def test_calibration_error_is_the_gap_between_claim_and_truth() -> None:
    right = np.arange(100) < 80
    assert calibration_error(np.full(100, 0.8), right[::-1]) < 0.4
    assert calibration_error(np.ones(30), np.zeros(30, dtype=bool)) == 1
    assert calibration_error(np.array([0.0, 1.0]), np.array([False, True])) == 0


def test_no_labelled_text_is_refused(tmp_path: Path, toy_model: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("\n")
    with pytest.raises(BadInput, match=r"empty\.jsonl"):
        judge_files([file], cleaner=Cleaner(toy_model))


def test_files_are_pooled(tmp_path: Path, toy_model: Path) -> None:
    file = tmp_path / "texts.jsonl"
    spans = [[s.start, s.end, str(SAMPLE.roles[s.block]), s.block] for s in SAMPLE.spans]
    file.write_text(json.dumps({"id": "x", "text": SAMPLE.text, "spans": spans}))
    once, twice = (summarize(judge_files([file] * times, cleaner=Cleaner(toy_model))) for times in (1, 2))
    assert (twice["texts"], twice["blocks"]) == (2, 8)
    assert twice["body F1"] == once["body F1"]
    assert twice["block macro-F1"] == once["block macro-F1"]


def test_figures_are_those_of_the_published_metric(shared: Path, seeds: Path) -> None:
    spec = importlib.util.spec_from_file_location("score_text", shared / "bench" / "score_text.py")
    metric = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(metric)
    file, cleaner = seeds.parent / "labels" / "seeds.jsonl", Cleaner()
    theirs = metric.score(list(metric.read(str(file))), lambda text: cleaner.clean(text, kind="text"))
    ours = summarize(judge_files([file], cleaner=cleaner))
    assert theirs["failures"] == 0
    assert ours["body F1"] == pytest.approx(theirs["lines"]["body_f1"], abs=1e-4)
    assert ours["block macro-F1"] == pytest.approx(theirs["lines"]["block_macro_f1"], abs=1e-4)
    assert ours["role macro-F1"] == pytest.approx(theirs["role_macro_f1"], abs=1e-4)
