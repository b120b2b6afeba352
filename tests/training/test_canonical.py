from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cleaner.training.canonical import canonical_blocks


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h1>Bridge</h1><p>It  is\n open.</p>", ["Bridge", "It is open."]),
        ("<p>The <b>old</b> <a href=x>bridge</a> is <em>op</em>en.</p>", ["The old bridge is open."]),
        ("<p>One<br>Two</p>", ["One Two"]),
        ("loose<div>boxed</div>loose again", ["loose", "boxed", "loose again"]),
        ("<ul><li>One<ul><li>Inner</ul>Rest<li>Two</ul>", ["One", "Inner", "Rest", "Two"]),
        ("<table><tr><td>Left<td>Right</table>", ["Left", "Right"]),
        ("<p>Seen</p><script>var x</script><style>p{}</style><noscript>No</noscript><p>Too</p>", ["Seen", "Too"]),
        ("<p>One <script>hidden</script>line</p>", ["One line"]),
        ("<svg><text>Icon</text></svg><select><option>Choice</select><p>Text</p>", ["Text"]),
        ("<p>One<!-- comment --> line</p>", ["One line"]),
        ("<custom-box>Own <b>element</b></custom-box>", ["Own element"]),
        ("<p> \n </p><p>\u00a0</p>", []),
        ("", []),
    ],
)
def test_blocks_are_runs_between_block_level_borders(html: str, blocks: list[str]) -> None:
    assert canonical_blocks(f"<body>{html}</body>") == blocks


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ('<img alt="A grey bridge"><p>Text</p>', ["A grey bridge", "Text"]),
        ('<img alt="Bridge"><p>Text</p>', ["Text"]),
        ('<p><img alt="A  grey bridge">Caption</p>', ["A grey bridge", "Caption"]),
        ('<p>Text <img alt="A grey bridge"> goes on</p>', ["Text goes on"]),
        ("<p><img>Caption</p>", ["Caption"]),
    ],
)
def test_a_picture_that_opens_a_run_gives_its_alt_text(html: str, blocks: list[str]) -> None:
    assert canonical_blocks(html) == blocks


def test_no_depth_is_too_deep() -> None:
    assert canonical_blocks("<span>" * 100_000 + "deep") == ["deep"]
    assert canonical_blocks("<div>" * 5_000 + "deep") == [
        "deep"
    ]  # the parser's time grows with the square of this depth


def test_blocks_are_those_that_were_labelled(shared: Path) -> None:
    file = pq.ParquetFile(shared / "corpus" / "labelled.parquet")
    rows = next(file.iter_batches(batch_size=20, columns=["html", "blocks", "roles"])).to_pylist()
    for row in rows:
        blocks = canonical_blocks(row["html"])
        assert blocks == [b["text"] for b in row["blocks"]]
        assert len(blocks) == len(row["roles"])
