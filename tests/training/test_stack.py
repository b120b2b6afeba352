import numpy as np

from cleaner.training.stack import word_perceptron


def test_the_n_grams_with_the_longest_rows_of_weights_are_kept() -> None:
    weights = np.array([[9, 9], [1, 0], [3, 0], [0, 0.5], [0, 2], [7, 7]], dtype=np.float32)  # five words, one feature
    layers = (weights, np.zeros(2, dtype=np.float32)), (np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32))
    rows = np.array([4, 0, 1, 2, 3], dtype=np.int32)  # of each bucket; 0 is what training never saw
    network = word_perceptron(layers, rows, columns=5, most=2)
    assert network.rows.tolist() == [2, 0, 0, 1, 0]
    place, table = network.embedding(network.rows)
    np.testing.assert_allclose(table[place], [[0, 2], [0, 0], [0, 0], [3, 0], [0, 0]], rtol=0.01)
