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
from cleaner.classify.borders import border_features
from cleaner.classify.context import context
from cleaner.classify.features import BUCKETS, FEATURE_VERSION, Floats, dense, ngrams
from cleaner.classify.network import Layer, Perceptron, WordPerceptron
from cleaner.errors import BadModel
from cleaner.labels import LABELS, ROLES
from cleaner.segment.cuts import CUT_BUCKETS, cut_scores
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.segment.units import Units, segment

FORMAT = 1
DEFAULT_MODEL = "news-1"
WEIGHTS, _CONFIG = "weights.npz", "config.json"

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model thinks of a batch.

    units    the pieces it judged; offsets count through the batch
    offsets  (texts + 1,) where each text starts
    seen     (units, columns) what the second pass saw of each unit
    roles    (units, roles) probabilities
    border   (units,) probability that a unit begins a new block
    """

    units: Units
    offsets: NDArray[np.int64]
    seen: Floats
    roles: Floats
    border: Floats


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear map from each label's raw probability to how often it is right.

    x, y  (labels, knots) rising in each row
    """

    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted parts of the road, as `cleaner train` writes them."""

    info: ModelInfo
    config: Mapping[str, Any]
    cut_weights: Floats
    cut_bias: float
    words: WordPerceptron
    second: Perceptron
    border: Perceptron
    calibration: Calibration

    def predict(self, texts: Sequence[str]) -> Prediction:
        """Segment and judge a batch; the result for a text does not depend on the others."""
        chars = read_characters(texts)
        tokens = tokenize(chars)
        units = segment(tokens, cut_scores(tokens, self.cut_weights, self.cut_bias))
        shape = dense(chars, tokens, units)
        opinion = self.words(ngrams(tokens, units), shape)
        seen = np.concatenate((shape, context(units, shape, opinion)), axis=1)
        roles = self.second(seen)
        border = self.border(border_features(shape, roles, units))[:, 1]
        return Prediction(units, chars.offsets, seen, roles, border)


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
    return _assemble(config, arrays)


def save_model(folder: Path, config: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    """Write weights.npz and config.json, and return the config with the weights' digest and what they are for."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / WEIGHTS, **arrays)  # type: ignore[arg-type]  # numpy types the keywords as flags
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


def perceptron_arrays(name: str, network: Perceptron) -> Arrays:
    """The arrays of one network under names that `load_model` knows."""
    return {
        f"{name}.mean": network.mean,
        f"{name}.scale": network.scale,
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
        rows = np.zeros(BUCKETS, dtype=np.int32)
        rows[arrays["words.buckets"]] = np.arange(1, len(arrays["words.buckets"]) + 1)
        cut = np.zeros(CUT_BUCKETS, dtype=np.float32)
        cut[arrays["cut.buckets"]] = arrays["cut.weights"]
        model = Model(
            info=ModelInfo(config["name"], config["version"], config["digest"]),
            config=config,
            cut_weights=cut,
            cut_bias=float(arrays["cut.bias"]),
            words=WordPerceptron(rows, _single(arrays["words.embedding"]), _perceptron("words", arrays)),
            second=_perceptron("second", arrays),
            border=_perceptron("border", arrays),
            calibration=Calibration(
                *(_single(arrays[f"calibration.{name}"]) for name in ("x", "y")),
            ),
        )
        model.predict(["Two words\nand a line."])  # weights of another shape fail here, not on the user's first text
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise BadModel(
            f"model {config['name']}: weights are incomplete or misshapen ({error!r}); train again"
        ) from error
    return model


def _perceptron(name: str, arrays: Arrays) -> Perceptron:
    layers = [
        Layer.of(arrays[f"{name}.{layer}.weights"], arrays[f"{name}.{layer}.bias"]) for layer in ("hidden", "output")
    ]
    return Perceptron(arrays[f"{name}.mean"], arrays[f"{name}.scale"], *layers)


def _single(array: NDArray[Any]) -> Floats:
    return array.astype(np.float32)
