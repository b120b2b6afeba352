"""What several test modules share: where the seeds and the evaluation data lie."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from cleaner import Cleaner
from cleaner.classify.around import Around, page_ngrams
from cleaner.classify.context import context
from cleaner.classify.features import BUCKETS, Ngrams, dense_parts, ngrams, side_by_side
from cleaner.classify.head import Calibration, Head
from cleaner.classify.markup import page_parts, units_of_pages
from cleaner.classify.model import Arrays, head_arrays, layer_arrays, save_model
from cleaner.classify.network import Embedding, HiddenLayer, OutputLayer, Perceptron, Scaler, WordPerceptron
from cleaner.labels import LABELS, ROLES
from cleaner.segment.cuts import CUT_BUCKETS
from cleaner.segment.page import read_page
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.segment.units import Units, segment

ROOT = Path(__file__).resolve().parent.parent
_HIDDEN = 16
_PAGE = """Home
News | Sport | Weather
Council votes to reopen the harbour bridge
By Anna Bell
The council voted on Tuesday to reopen the bridge, which has been closed since a storm damaged its piers.
Do you think the bridge should reopen?
Yes 43% (1,204 votes)

Photo: Greta Dahl/AFP"""
_HTML = """<title>Council votes - The Lantern</title><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav>
<article><h1>Council votes to reopen the harbour bridge</h1><p class=byline>By Anna Bell</p>
<figure><img alt="A grey bridge"><figcaption>The bridge. Photo: Greta Dahl/AFP</figcaption></figure>
<p>The council voted on Tuesday to reopen the bridge, which has been closed since a storm damaged its piers.</p>
</article><footer><a href=/terms>Terms</a></footer>"""


# A slow machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five scraped articles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared evaluation folder, $CLEANER_SHARED or next to the checkout; skips the test where it is absent."""
    folder = Path(os.environ.get("CLEANER_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"needs the shared evaluation folder: {folder} is absent (set CLEANER_SHARED)")
    return folder


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with small networks of random weights: what holds for it holds whatever was learned."""
    folder = tmp_path_factory.mktemp("models") / "toy-1"
    save_model(folder, {"name": "toy-1", "version": "1"}, _random_arrays(np.random.default_rng(3)))
    return folder


@pytest.fixture(scope="session")
def toy_cleaner(toy_model: Path) -> Cleaner:
    """A cleaner with the toy model."""
    return Cleaner(toy_model)


def _random_arrays(rng: np.random.Generator) -> Arrays:
    chars = read_characters([_PAGE])
    tokens = tokenize(chars)
    units = segment(tokens, np.zeros(len(tokens), dtype=np.float32))
    text = _random_head(rng, units, ngrams(tokens, units), dense_parts(chars, tokens, units))

    page = read_page(_HTML)
    chars = read_characters([page.source])
    tokens = tokenize(chars)
    units = units_of_pages(tokens, chars.offsets, [page])
    read = [Around.of(page)]
    parts = page_parts(chars, tokens, units, read)
    html = _random_head(rng, units, page_ngrams(tokens, units, read), parts)
    cuts = np.arange(0, CUT_BUCKETS, 97, dtype=np.int32)
    return {
        "cut.buckets": cuts,
        "cut.weights": rng.normal(size=len(cuts)).astype(np.float16),
        "cut.bias": np.array(-4, dtype=np.float32),
        **head_arrays("text", text),
        **layer_arrays("border", _every_unit_a_block(4 * (len(text.shape.mean) + len(ROLES)) + 8)),
        **head_arrays("html", html),
    }


def _random_head(rng: np.random.Generator, units: Units, grams: Ngrams, parts: dict[str, np.ndarray]) -> Head:
    buckets = np.arange(0, BUCKETS, 7, dtype=np.int32)
    rows = np.zeros(BUCKETS, dtype=np.int32)
    rows[buckets] = np.arange(1, len(buckets) + 1)
    dense = side_by_side(parts)
    shape = _scaler(dense)
    embedding = rng.normal(size=(len(buckets) + 1, _HIDDEN)).astype(np.float32)
    words = WordPerceptron(rows, Embedding.of(embedding), *_random_layers(rng, dense.shape[1]))
    beside = context(units, shape(dense), words(grams, shape(dense)))
    second = Perceptron(*_random_layers(rng, dense.shape[1] + beside.shape[1]))
    knots = np.tile(np.linspace(0, 1, 5, dtype=np.float32), (len(LABELS), 1))
    return Head(shape, words, _scaler(beside), second, 0.3, Calibration(knots, np.sqrt(knots)))


def _scaler(rows: np.ndarray) -> Scaler:
    return Scaler(rows.mean(axis=0), rows.std(axis=0) + np.float32(0.1))


def _every_unit_a_block(inputs: int) -> Perceptron:
    hidden = HiddenLayer.of(np.zeros((inputs, 1)), np.zeros(1))
    return Perceptron(hidden, OutputLayer.of(np.zeros((1, 2)), np.array([0, 3])))


def _random_layers(rng: np.random.Generator, inputs: int) -> tuple[HiddenLayer, OutputLayer]:
    """Layers that are of many minds about their inputs."""
    hidden = HiddenLayer.of(rng.normal(size=(inputs, _HIDDEN)), np.zeros(_HIDDEN))
    return hidden, OutputLayer.of(3 * rng.normal(size=(_HIDDEN, len(ROLES))), np.zeros(len(ROLES)))
