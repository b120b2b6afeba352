import gc
from collections.abc import Iterator

import pytest

import cleaner


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_afterwards_as_it_was(was_on: bool) -> None:
    gc.enable() if was_on else gc.disable()
    cleaner.Cleaner().clean_batch(["A headline\n\nA paragraph of the story, which ends here."])
    assert gc.isenabled() is was_on


def test_an_error_leaves_it_on() -> None:
    with pytest.raises(cleaner.NotText):
        cleaner.Cleaner().clean_batch([b"\x00\x01\x02" * 100])
    assert gc.isenabled()
