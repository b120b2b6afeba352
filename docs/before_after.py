"""Draw docs/before-after.svg: one seed as it came, its blocks in colour, beside what is left of it.

python docs/before_after.py
"""

import io
import textwrap
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

import cleaner
from cleaner.cli.common import LABEL_STYLES

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "003_94cd1ff3f263472b.txt"
SHOWN = 74  # characters of a block; the picture is of the structure, not a copy of the text


def main() -> None:
    """Write the picture."""
    article = cleaner.clean(SEED.read_bytes())
    before = Text()
    for block in article.blocks:
        text = textwrap.shorten(block.text, SHOWN, placeholder=" …")
        before.append(f"{block.role:>10} {block.confidence:.2f}  ", style="dim")
        before.append(f"{text}\n", style=LABEL_STYLES[block.label])
    after = Text(f"{article.title}\n\n", style="bold")
    after.append(f"{article.standfirst or ''}\n\n", style="italic")
    for paragraph in article.paragraphs:
        after.append(textwrap.shorten(paragraph, 2 * SHOWN, placeholder=" …") + "\n\n")
    table = Table(box=None, padding=(0, 2), expand=True)
    table.add_column("as it was scraped, block by block", ratio=3)
    table.add_column("the article", ratio=2)
    table.add_row(before, after)
    console = Console(record=True, width=160, force_terminal=True, color_system="truecolor", file=io.StringIO())
    console.print(table)
    console.save_svg(str(ROOT / "docs" / "before-after.svg"), title="cleaner inspect")


if __name__ == "__main__":
    main()
