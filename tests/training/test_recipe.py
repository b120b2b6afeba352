import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleaner import BadInput, Cleaner, Label
from cleaner.training.recipe import TrainConfig, train

SUBJECTS = "The council|An engineer|The ferry company|A fisherman|The mayor|One of the neighbours".split("|")
VERBS = "said on Tuesday that|told the meeting that|has long argued that|wrote in a letter that".split("|")
OBJECTS = (
    "the harbour bridge will reopen in autumn|nobody had asked for a new tram line|"
    "the school kitchen needs another cook|the night train pays for itself|rents on the quay rose once more"
).split("|")
ASIDES = ", after a long debate.|, although the money is missing.|, as was to be expected.|.".split("|")
NAMES = ["Anna Bell", "Farid Haddad", "Greta Dahl", "Oskar Novak"]


def sentence(rng: random.Random) -> str:
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}{rng.choice(ASIDES)}"


def paragraph(rng: random.Random) -> tuple[str, str]:
    return "paragraph", rng.choice("  \n").join(sentence(rng) for _ in range(rng.randint(2, 4)))


def article(number: int, breaks: Sequence[str] = ("\n", "\n\n", "\n\n", " ")) -> dict[str, object]:
    """An invented article with all that stands around one; `breaks` may stand between its blocks."""
    rng = random.Random(number)
    name = rng.choice(NAMES)
    blocks = [
        ("chrome", "Home"),
        ("chrome", rng.choice(["News | Sport | Weather", "Menu", "Search"])),
        ("headline", rng.choice(OBJECTS).capitalize()),
        ("standfirst", sentence(rng)),
        ("byline", f"By {name}"),
        ("dateline", f"{rng.randint(1, 28)} March 20{rng.randint(10, 24)}"),
        ("caption", f"The harbour at dawn. Photo: {rng.choice(NAMES)}"),
        *(paragraph(rng) for _ in range(3)),
        ("ad", "ADVERTISEMENT"),
        ("subheading", rng.choice(["What comes next", "A long wait"])),
        *(paragraph(rng) for _ in range(2)),
        ("poll", "What do you think?"),
        ("poll", "Yes 43% No 57%"),
        ("promo", "Sign up for our newsletter"),
        ("bio", f"{name} writes about the harbour."),
        ("related", f"Read more: {rng.choice(OBJECTS)}"),
        ("comment", "I do not believe a word of it"),
        ("chrome", "© The Daily Lantern. All rights reserved."),
    ]
    text, spans = "", []
    for block, (role, words) in enumerate(blocks):
        spans.append([len(text), len(text) + len(words), role, block])
        text += words + rng.choice(breaks)
    return {"id": f"text-{number}", "domain": f"site-{number % 6}.example", "lang": "en", "text": text, "spans": spans}


def write(file: Path, rows: list[dict[str, object]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return file


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("texts") / "texts.jsonl", [article(k) for k in range(12)])


@pytest.fixture(scope="module")
def model(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(corpus=None, labelled=[texts], output=tmp_path_factory.mktemp("m") / "mine-1", config=TrainConfig())


def test_a_trained_model_says_what_it_was_trained_on(model: Path) -> None:
    config = json.loads((model / "config.json").read_text("utf8"))
    assert config["name"] == "mine-1"
    assert (config["data"]["texts"], config["data"]["pages"]) == (12, 12)
    assert config["config"]["seed"] == 0
    assert config["packages"].keys() >= {"scikit-learn", "numpy"}
    assert 0 <= config["figures"]["body_f1_lines"] <= 1


def test_the_card_of_ones_own_model_says_nothing_of_the_shipped_one(model: Path) -> None:
    card = (model / "README.md").read_text("utf8")
    assert "12 texts made from 12 pages" in card
    assert "cleaner train --labelled" in card
    for told in ("WCXB", "dev pages", "### HTML", "--corpus"):
        assert told not in card


def test_a_trained_model_cleans(model: Path) -> None:
    text = str(article(99)["text"])
    found = Cleaner(model).clean(text)
    assert found.model.name == "mine-1"
    assert found.source == text
    assert {block.label for block in found.blocks} <= set(Label)


def test_the_same_data_and_seed_give_the_same_model(model: Path, texts: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    again = train(corpus=None, labelled=[texts], output=tmp_path / "mine-1", config=TrainConfig(), log=lines.append)
    first, second = (json.loads((folder / "config.json").read_text("utf8")) for folder in (model, again))
    assert first["digest"] == second["digest"]
    assert first["data"] == second["data"]
    assert lines


def test_texts_of_whole_lines_are_enough(tmp_path: Path) -> None:
    file = write(tmp_path / "texts.jsonl", [article(k, ["\n\n"]) for k in range(12)])
    folder = train(corpus=None, labelled=[file], output=tmp_path / "lines", config=TrainConfig())
    assert Cleaner(folder).clean("Home\n\nThe council met.").source.startswith("Home")


def test_nothing_to_train_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing to train on"):
        train(corpus=None, labelled=[], output=tmp_path / "model", config=TrainConfig())
    assert not (tmp_path / "model").exists()


def test_a_text_that_is_not_labelled_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "bad.jsonl", [{"id": "a", "text": "No spans."}])
    with pytest.raises(BadInput, match=r"bad\.jsonl, line 1"):
        train(corpus=None, labelled=[file], output=tmp_path / "model", config=TrainConfig())


def test_the_same_pages_give_the_same_weights(shared: Path, tmp_path: Path) -> None:
    def digest(name: str, jobs: int) -> str:
        config = TrainConfig(pages=6, jobs=jobs)
        folder = train(corpus=shared / "corpus", labelled=(), output=tmp_path / name, config=config)
        return str(json.loads((folder / "config.json").read_text("utf8"))["digest"])

    assert digest("one", jobs=1) == digest("two", jobs=2)
