import numpy as np
import scipy.sparse

from cleaner.training.networks import Fit

ROWS, WORDS = 400, 6


def _rows() -> tuple[scipy.sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Words that say nothing, and one column that tells the class."""
    rng = np.random.default_rng(0)
    target = rng.integers(0, 3, ROWS)
    words = (rng.random((ROWS, WORDS)) < 0.5).astype(np.float32)
    inputs = scipy.sparse.csr_matrix(np.column_stack((words, target - 1.0)), dtype=np.float32)
    return inputs, target, np.ones(ROWS, dtype=np.float32)


def test_only_words_are_dropped_and_the_rows_stay_as_they_are() -> None:
    inputs, target, weight = _rows()
    before = inputs.toarray()
    network = Fit(16, 40, 1e-4, 50, 1e-2, seed=0, dropout=0.9, words=WORDS)(inputs, target, weight)
    np.testing.assert_array_equal(inputs.toarray(), before)
    assert (network.predict(inputs) == target).all()


def test_dropping_words_makes_the_network_lean_on_them_less() -> None:
    inputs, target, weight = _rows()
    inputs = scipy.sparse.csr_matrix(np.column_stack((np.eye(ROWS), inputs[:, -1].toarray() / 9)), dtype=np.float32)
    lean = [
        np.abs(Fit(16, 30, 1e-4, 50, 1e-2, 0, dropout, ROWS)(inputs, target, weight).coefs_[0][:ROWS]).mean()
        for dropout in (0.0, 0.9)
    ]
    assert lean[1] < lean[0]
