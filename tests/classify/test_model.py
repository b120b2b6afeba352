import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner import BadModel, Cleaner
from cleaner.classify.model import Arrays, default_folder, digest, load_model, save_model


@pytest.fixture
def folder(toy_model: Path, tmp_path: Path) -> Path:
    """A copy of the toy model to break."""
    return Path(shutil.copytree(toy_model, tmp_path / "copy"))


def arrays_of(folder: Path) -> Arrays:
    with np.load(folder / "weights.npz") as data:
        return {name: data[name] for name in data.files}


def rewrite(folder: Path, change: Callable[[Arrays], object]) -> None:
    """Change the arrays and leave a config that describes them."""
    arrays = arrays_of(folder)
    change(arrays)
    save_model(folder, json.loads((folder / "config.json").read_text()), arrays)


def set_config(folder: Path, **changes: Any) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | changes))


def test_a_saved_model_loads_with_its_name_and_digest(folder: Path) -> None:
    model = load_model(folder)
    assert (model.info.name, model.info.version) == ("toy-1", "1")
    assert model.info.digest == digest(arrays_of(folder))


def test_saving_what_was_read_gives_the_same_arrays(folder: Path, tmp_path: Path) -> None:
    arrays = arrays_of(folder)
    save_model(tmp_path / "again", {"name": "again", "version": "2"}, arrays)
    again = arrays_of(tmp_path / "again")
    assert again.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(again[name], array)
        assert again[name].dtype == array.dtype
    texts = ["Home\nThe council met on Tuesday.", "Vote: yes or no?"]
    np.testing.assert_array_equal(
        load_model(tmp_path / "again").predict(texts).opinion.roles, load_model(folder).predict(texts).opinion.roles
    )


def test_a_model_is_chosen_by_its_folder(folder: Path) -> None:
    assert Cleaner(folder).info.name == "toy-1"
    assert Cleaner(str(folder)).clean("Home").model.name == "toy-1"


def test_the_shipped_model_is_found() -> None:
    assert load_model().info.name == default_folder().name


def test_the_digest_depends_on_names_types_shapes_and_values() -> None:
    array = np.arange(6, dtype=np.float32)
    others = [{"b": array}, {"a": array + 1}, {"a": array.reshape(2, 3)}, {"a": array.view(np.int32)}]
    assert len({digest({"a": array}), *map(digest, others)}) == 5
    assert digest({"a": array, "b": array}) == digest({"b": array.copy(), "a": array})


@pytest.mark.parametrize("name", ["config.json", "weights.npz"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BadModel, match=name.replace(".", r"\.")):
        load_model(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="no-such-model"):
        load_model(tmp_path / "no-such-model")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"name": "x"}', "\xff"])
def test_a_broken_config_is_named(folder: Path, text: str) -> None:
    (folder / "config.json").write_bytes(text.encode("latin1"))
    with pytest.raises(BadModel, match=r"config\.json"):
        load_model(folder)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.999])
def test_truncated_weights_are_named(folder: Path, share: float) -> None:
    weights = folder / "weights.npz"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadModel, match=r"weights\.npz"):
        load_model(folder)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\x80\x04\x95", b"\x93NUMPY\x01\x00", b"hello"])
def test_weights_that_are_something_else_are_named(folder: Path, content: bytes) -> None:
    (folder / "weights.npz").write_bytes(content * 20)
    with pytest.raises(BadModel, match=r"weights\.npz"):
        load_model(folder)


def test_one_array_instead_of_an_archive_is_refused(folder: Path) -> None:
    with (folder / "weights.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(BadModel, match=r"weights\.npz"):
        load_model(folder)


def test_edited_weights_do_not_match_the_config(folder: Path) -> None:
    arrays = arrays_of(folder)
    arrays["cut.bias"] = arrays["cut.bias"] + np.float32(1)
    np.savez_compressed(folder / "weights.npz", **arrays)
    with pytest.raises(BadModel, match="copy both again"):
        load_model(folder)


def test_a_flipped_byte_is_noticed(folder: Path) -> None:
    weights = folder / "weights.npz"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 0xFF
    weights.write_bytes(content)
    with pytest.raises(BadModel, match=r"weights\.npz"):
        load_model(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [("feature_version", 0), ("format", 99), ("labels", ["body", "rest"]), ("roles", []), ("feature_version", None)],
)
def test_a_model_for_something_else_is_refused(folder: Path, key: str, value: object) -> None:
    set_config(folder, **{key: value})
    with pytest.raises(BadModel, match=f"{key}.*train it again"):
        load_model(folder)


@pytest.mark.parametrize("name", ["cut.bias", "text.words.embedding.scale", "border.output.bias", "html.calibration.y"])
def test_weights_that_lack_an_array_are_refused(folder: Path, name: str) -> None:
    rewrite(folder, lambda arrays: arrays.pop(name))
    with pytest.raises(BadModel, match=rf"incomplete.*{name}"):
        load_model(folder)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    rewrite(folder, lambda arrays: arrays.update({"text.shape.mean": arrays["text.shape.mean"][:-1]}))
    with pytest.raises(BadModel):
        load_model(folder)


class Trap:
    """An object whose unpickling would run code."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('unpickled')",)


def test_pickled_objects_are_refused_and_not_run(folder: Path) -> None:
    arrays = arrays_of(folder)
    arrays["text.second.mean"] = np.array([Trap()], dtype=object)
    np.savez_compressed(folder / "weights.npz", **arrays)
    with pytest.raises(BadModel, match=r"weights\.npz"):
        load_model(folder)
