import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.classify.features import EDGES, Ngrams, Shared
from cleaner.classify.network import (
    REACH,
    STEPS,
    Embedding,
    HiddenLayer,
    OutputLayer,
    Perceptron,
    Scaler,
    WordPerceptron,
    softmax,
)

INPUTS, HIDDEN, CLASSES, BUCKETS = 60, 16, 14, 100
SEEDS = st.integers(0, 2**32 - 1)


def random_network(rng: np.random.Generator) -> Perceptron:
    hidden = HiddenLayer.of(rng.normal(size=(INPUTS, HIDDEN)), rng.normal(size=HIDDEN))
    output = OutputLayer.of(rng.normal(size=(HIDDEN, CLASSES)), rng.normal(size=CLASSES))
    return Perceptron(hidden, output)


def random_rows(rng: np.random.Generator) -> np.ndarray:
    """Standardised values in steps, up to the largest."""
    mean, scale = rng.normal(size=INPUTS).astype(np.float32), rng.uniform(0.1, 2, INPUTS).astype(np.float32)
    rows = rng.normal(scale=rng.choice([0.1, 1, 1000]), size=(rng.integers(1, 70), INPUTS)).astype(np.float32)
    return Scaler(mean, scale)(rows)


def check_any_batch(network, rows: np.ndarray, rng: np.random.Generator) -> None:
    together = network(rows)
    order = rng.permutation(len(rows))
    np.testing.assert_array_equal(network(rows[order]), together[order])
    cuts = np.sort(rng.integers(0, len(rows), 3))
    np.testing.assert_array_equal(np.concatenate([network(part) for part in np.split(rows, cuts)]), together)
    np.testing.assert_array_equal(network(np.asfortranarray(rows)), together)


@given(SEEDS)
def test_a_layer_gives_the_same_bits_in_any_batch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    check_any_batch(network.hidden, random_rows(rng), rng)


@given(SEEDS)
def test_a_network_gives_the_same_bits_in_any_batch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    check_any_batch(random_network(rng), random_rows(rng), rng)


@given(SEEDS)
def test_a_word_network_gives_the_same_bits_in_any_batch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = random_rows(rng)
    buckets = [rng.integers(0, BUCKETS, rng.integers(1, 9)) for _ in rows]
    edges = rng.integers(0, BUCKETS, (len(rows), EDGES))
    known = np.where(rng.random(BUCKETS) < 0.5, np.arange(BUCKETS) + 1, 0).astype(np.int32)
    embedding = rng.normal(size=(BUCKETS + 1, HIDDEN)).astype(np.float32)
    dense = random_network(rng)
    network = WordPerceptron(known, Embedding.of(embedding), dense.hidden, dense.output)

    def judge(chosen: np.ndarray) -> np.ndarray:
        unit = np.repeat(np.arange(len(chosen)), [len(buckets[k]) for k in chosen])
        bucket = np.concatenate([np.zeros(0, dtype=np.int64), *(buckets[k] for k in chosen)])
        return network(Ngrams(bucket, unit, edges[chosen]), rows[chosen])

    together = judge(np.arange(len(rows)))
    order = rng.permutation(len(rows))
    np.testing.assert_array_equal(judge(order), together[order])
    alone = [judge(np.array([k])) for k in range(len(rows))]
    np.testing.assert_array_equal(np.concatenate(alone), together)


@given(SEEDS)
def test_shared_ngrams_count_as_if_each_unit_had_them_itself(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = random_rows(rng)
    known = np.where(rng.random(BUCKETS) < 0.5, np.arange(BUCKETS) + 1, 0).astype(np.int32)
    dense = random_network(rng)
    embedding = Embedding.of(rng.normal(size=(BUCKETS + 1, HIDDEN)).astype(np.float32))
    network = WordPerceptron(known, embedding, dense.hidden, dense.output)
    owners = 5
    owner = np.sort(np.append(np.arange(owners), rng.integers(0, owners, 9)))
    unit = np.sort(rng.integers(0, len(rows), 12))
    shared = Shared(rng.integers(0, BUCKETS, len(owner)), owner, rng.integers(0, owners, 12), unit)
    own = np.sort(rng.integers(0, len(rows), 20))
    edges = rng.integers(0, BUCKETS, (len(rows), EDGES))
    grams = Ngrams(rng.integers(0, BUCKETS, 20), own, edges, shared)
    np.testing.assert_allclose(network(grams, rows), network(grams.flat(), rows), rtol=1e-3, atol=1e-6)


@given(SEEDS, st.sampled_from([1.0, 30.0, 1e4]))
def test_softmax_rows_sum_to_one(seed: int, size: float) -> None:
    logits = (np.random.default_rng(seed).normal(size=(20, CLASSES)) * size).astype(np.float32)
    rows = softmax(logits)
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(rows.argmax(axis=1), logits.argmax(axis=1))


def test_no_rows_give_no_rows() -> None:
    network = random_network(np.random.default_rng(0))
    assert network(np.zeros((0, INPUTS), dtype=np.float32)).shape == (0, CLASSES)
    assert softmax(np.zeros((0, CLASSES), dtype=np.float32)).shape == (0, CLASSES)


def test_a_layer_computes_what_its_weights_say() -> None:
    weights, bias = np.array([[1.0, 0.5], [-2.0, 0.0]]), np.array([0.25, -1.0])
    rows = np.array([[3 * STEPS, STEPS], [0, 0]], dtype=np.float32)
    np.testing.assert_allclose(HiddenLayer.of(weights, bias)(rows), [[1.25, 0.5], [0.25, -1]], rtol=1e-4)
    np.testing.assert_array_equal(OutputLayer.of(weights, bias)(rows / STEPS), [[1.25, 0.5], [0.25, -1]])


def test_a_hidden_layer_without_weights_gives_its_bias() -> None:
    layer = HiddenLayer.of(np.zeros((2, 1)), np.array([0.5]))
    np.testing.assert_array_equal(layer(np.ones((3, 2), dtype=np.float32)), np.full((3, 1), 0.5))


@given(SEEDS)
def test_the_sums_of_a_hidden_layer_are_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    layer = HiddenLayer.of(rng.normal(size=(INPUTS, HIDDEN)) * rng.choice([0.01, 1, 100]), np.zeros(HIDDEN))
    extreme = (REACH * STEPS * np.sign(layer.steps)).T.copy()
    exact = extreme.astype(np.float64) @ layer.steps.astype(np.float64)
    assert np.abs(exact).max() <= 2**24
    np.testing.assert_array_equal(layer(extreme), (exact * layer.scale).astype(np.float32))


@given(SEEDS)
def test_scaled_values_are_whole_steps_of_a_deviation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = (rng.normal(size=(2000, 1)) * rng.uniform(0.1, 100) + rng.normal()).astype(np.float32)
    steps = Scaler(rows.mean(axis=0), rows.std(axis=0))(rows)
    np.testing.assert_array_equal(steps, np.rint(steps))
    assert np.abs(steps).max() <= STEPS * REACH
    np.testing.assert_allclose(steps.std() / STEPS, 1, atol=0.02)
