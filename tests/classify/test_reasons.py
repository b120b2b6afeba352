"""What a block says of why it got its role."""

import cleaner
from cleaner import Cleaner, Role

TEXT = """Search

Council reopens the harbour bridge

By Anna Bell

The council voted on Tuesday to reopen the harbour bridge, which a storm had damaged in the spring of last year.

Residents had asked for the repair since March, and the mayor said on Monday that the piers are now safe again.
"""


def test_every_block_of_an_article_has_a_reason_that_names_its_role() -> None:
    blocks = cleaner.clean(TEXT).blocks
    assert blocks
    for block in blocks:
        evidence, verdict = block.reason.rsplit(", rather ", 1)
        chosen, rival = verdict.split(" than ")
        assert evidence
        assert Role(chosen) == block.role
        assert Role(rival) != block.role


def test_the_fast_path_gives_no_reasons() -> None:
    (blocks,) = Cleaner().label_batch([TEXT])
    assert {block.reason for block in blocks} == {""}
