"""Repeats across a corpus: a hash that equal articles share, and a signature that similar ones nearly share."""

import hashlib
from itertools import islice

from cleaner.article import Article
from cleaner.errors import BadOptions

_HASH_BYTES = 16
_SHINGLE = 5  # words
PERMUTATIONS = 128


def content_hash(article: Article) -> str:
    """BLAKE2b of the words of the text, case and spaces aside; of the source where there is no text."""
    words = " ".join((article.text or article.source).casefold().split())
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest()


def signature(article: Article) -> tuple[int, ...]:
    """MinHash of the text's runs of five words: 128 numbers, of which two texts share about as large a part as their
    runs overlap (Broder 1997). Raises BadOptions where datasketch is not installed.
    """
    try:
        from datasketch import MinHash
    except ImportError as error:
        raise BadOptions("signatures need one package more: pip install 'news-cleaner[dedup]'") from error
    words = (article.text or article.source).casefold().split()
    rows = (" ".join(words[k : k + _SHINGLE]) for k in range(max(1, len(words) - _SHINGLE + 1)))
    hashed = MinHash(num_perm=PERMUTATIONS, seed=1)
    while batch := [row.encode("utf-8", "surrogatepass") for row in islice(rows, 1 << 16)]:
        hashed.update_batch(batch)
    return tuple(hashed.hashvalues.tolist())


class Seen:
    """The content hashes of a run so far."""

    def __init__(self) -> None:
        self._hashes: set[bytes] = set()

    def before(self, content_hash: str) -> bool:
        """Whether this hash came before; from now on it has."""
        known = bytes.fromhex(content_hash)
        if known in self._hashes:
            return True
        self._hashes.add(known)
        return False
