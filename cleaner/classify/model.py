"""A model folder, and the road from a batch of texts to role probabilities."""

import functools
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.article import ModelInfo
from cleaner.classify.around import Around, page_ngrams
from cleaner.classify.borders import border_features, line_habits
from cleaner.classify.features import BUCKETS, FEATURE_VERSION, Floats, dense_parts, ngrams
from cleaner.classify.head import Calibration, Head, Prediction
from cleaner.classify.markup import page_parts, units_of_pages
from cleaner.classify.network import Embedding, HiddenLayer, OutputLayer, Perceptron, Scaler, WordPerceptron
from cleaner.errors import BadModel
from cleaner.labels import LABELS, ROLES
from cleaner.segment.cuts import CUT_BUCKETS, cut_scores
from cleaner.segment.page import Page
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.segment.units import segment

FORMAT = 3
DEFAULT_MODEL = "news-1"
WEIGHTS, _CONFIG = "weights.npz", "config.json"
_LAYERS = ("hidden", "output")
_KEPT_BYTES = 16 << 20

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted parts of the road, as `cleaner train` writes them.

    html  None in a model that was trained without HTML pages; pages are then judged by their text
    """

    info: ModelInfo
    config: Mapping[str, Any]
    cut_weights: Floats
    cut_bias: float
    text: Head
    border: Perceptron
    html: Head | None

    def predict(self, texts: Sequence[str]) -> Prediction:
        """Segment and judge a batch of texts; the result for a text does not depend on the others."""
        chars = read_characters(texts)
        tokens = tokenize(chars)
        units = segment(tokens, cut_scores(tokens, self.cut_weights, self.cut_bias))
        shape = dense_parts(chars, tokens, units)
        grams = ngrams(tokens, units)
        opinion = self.text.judge(units, grams, shape)
        around = border_features(opinion.shape, opinion.roles, units, line_habits(tokens, units))
        border = self.border(*around)[:, 1]
        return Prediction(tokens, units, grams, chars.offsets, opinion, border, self.text.calibration)

    def predict_pages(self, pages: Sequence[Page]) -> Prediction:
        """Judge a batch of HTML pages, every piece a block; the result for a page does not depend on the others."""
        if self.html is None:
            return self.predict([page.source for page in pages])
        chars = read_characters([page.source for page in pages])
        tokens = tokenize(chars)
        units = units_of_pages(tokens, chars.offsets, pages)
        read = [Around.of(page) for page in pages]
        shape = page_parts(chars, tokens, units, read)
        grams = page_ngrams(tokens, units, read)
        opinion = self.html.judge(units, grams, shape)
        border = np.ones(len(units), dtype=np.float32)
        return Prediction(tokens, units, grams, chars.offsets, opinion, border, self.html.calibration)


@functools.cache
def default_folder() -> Path:
    """The shipped model: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "models" / DEFAULT_MODEL
    return inside if inside.is_dir() else package.parent / "models" / DEFAULT_MODEL


def load_model(folder: str | os.PathLike[str] | None = None) -> Model:
    """Read a model folder; no code in it is run. Raises BadModel when it is not one, or one for other features."""
    path = Path(folder) if folder is not None else default_folder()
    config = _read_config(path)
    arrays = _read_arrays(path)
    if digest(arrays) != config["digest"]:
        raise BadModel(f"{path}: {WEIGHTS} is not the file that {_CONFIG} describes; copy both again")
    _keep_freed_memory()
    return _assemble(config, arrays)


def _keep_freed_memory() -> None:
    """Have the C library keep what one batch frees for the next.

    glibc learns from the largest block freed so far how much to hand back to the system, and batches in pieces of a
    megabyte have each piece zeroed by the kernel again: 17,000 page faults a MB of text, a twelfth of the time. A block
    that is freed untouched costs nothing, here and in other C libraries.
    """
    np.empty(_KEPT_BYTES, dtype=np.uint8)


def save_model(folder: Path, config: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    """Write weights.npz and config.json, and return the config with the weights' digest and what they are for."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / WEIGHTS, **arrays)  # type: ignore[arg-type]  # numpy types the keywords as flags
    described = {**config, **_expected(), "digest": digest(arrays)}
    (folder / _CONFIG).write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    return described


def digest(arrays: Arrays) -> str:
    """SHA-256 over names, shapes, types and bytes of the arrays, in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        total.update(array.tobytes())
    return total.hexdigest()


def layer_arrays(name: str, network: Perceptron | WordPerceptron) -> Arrays:
    """The arrays of one network's layers under names that `load_model` knows."""
    return {
        f"{name}.hidden.weights": network.hidden.weights.astype(np.float16),
        f"{name}.hidden.bias": network.hidden.bias,
        f"{name}.output.weights": network.output.weights.astype(np.float16),
        f"{name}.output.bias": network.output.bias,
    }


def _expected() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "feature_version": FEATURE_VERSION,
        "roles": [str(role) for role in ROLES],
        "labels": [str(label) for label in LABELS],
    }


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / _CONFIG).read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise BadModel(f"{path} is no model folder: {_CONFIG} cannot be read ({error})") from error
    if not isinstance(config, dict) or not {"name", "version", "digest"} <= config.keys():
        raise BadModel(f"{path}: {_CONFIG} lacks name, version or digest")
    for key, value in _expected().items():
        if config.get(key) != value:
            raise BadModel(
                f"{path}: its {key} is {config.get(key)!r}, this version of cleaner needs {value!r}; train it again"
            )
    return config


def _read_arrays(path: Path) -> Arrays:
    # What numpy raises for a file that is no archive, or a damaged one, depends on where the damage is.
    damaged = (OSError, ValueError, TypeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)
    try:
        with (path / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as data:
            return {name: data[name] for name in data.files}
    except damaged as error:
        raise BadModel(f"{path}: {WEIGHTS} cannot be read ({error}); train or copy the model again") from error


def _assemble(config: Mapping[str, Any], arrays: Arrays) -> Model:
    try:
        cut = np.zeros(CUT_BUCKETS, dtype=np.float32)
        cut[arrays["cut.buckets"]] = arrays["cut.weights"]
        model = Model(
            info=ModelInfo(config["name"], config["version"], config["digest"]),
            config=config,
            cut_weights=cut,
            cut_bias=float(arrays["cut.bias"]),
            text=_head("text", arrays),
            border=Perceptron(*_layers("border", arrays)),
            html=_head("html", arrays) if "html.calibration.x" in arrays else None,
        )
        model.predict(["Two words\nand a line."])  # weights of another shape fail here, not on the user's first text
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise BadModel(
            f"model {config['name']}: weights are incomplete or misshapen ({error!r}); train again"
        ) from error
    return model


def head_arrays(name: str, head: Head) -> Arrays:
    """The arrays of one head, "text" or "html", under names that `load_model` knows."""
    return {
        f"{name}.shape.mean": head.shape.mean,
        f"{name}.shape.scale": head.shape.scale,
        f"{name}.words.buckets": np.flatnonzero(head.words.rows).astype(np.int32),
        f"{name}.words.embedding.steps": head.words.embedding.steps,
        f"{name}.words.embedding.scale": head.words.embedding.scale,
        **layer_arrays(f"{name}.words", head.words),
        f"{name}.around.mean": head.around.mean,
        f"{name}.around.scale": head.around.scale,
        **layer_arrays(f"{name}.second", head.second),
        f"{name}.first_share": np.array(head.first_share, dtype=np.float32),
        f"{name}.calibration.x": head.calibration.x,
        f"{name}.calibration.y": head.calibration.y,
    }


def _head(name: str, arrays: Arrays) -> Head:
    buckets = arrays[f"{name}.words.buckets"]
    rows = np.zeros(BUCKETS, dtype=np.int32)
    rows[buckets] = np.arange(1, len(buckets) + 1)
    embedding = Embedding(arrays[f"{name}.words.embedding.steps"], _single(arrays[f"{name}.words.embedding.scale"]))
    words = WordPerceptron(rows, embedding, *_layers(f"{name}.words", arrays))
    return Head(
        shape=Scaler(arrays[f"{name}.shape.mean"], arrays[f"{name}.shape.scale"]),
        words=words,
        around=Scaler(arrays[f"{name}.around.mean"], arrays[f"{name}.around.scale"]),
        second=Perceptron(*_layers(f"{name}.second", arrays)),
        first_share=float(arrays[f"{name}.first_share"]),
        calibration=Calibration(_single(arrays[f"{name}.calibration.x"]), _single(arrays[f"{name}.calibration.y"])),
    )


def _layers(name: str, arrays: Arrays) -> tuple[HiddenLayer, OutputLayer]:
    hidden, output = ((arrays[f"{name}.{layer}.weights"], arrays[f"{name}.{layer}.bias"]) for layer in _LAYERS)
    return HiddenLayer.of(*hidden), OutputLayer.of(*output)


def _single(array: NDArray[Any]) -> Floats:
    return array.astype(np.float32)
