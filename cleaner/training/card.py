"""The model card: what the model is, what it was trained on, how good it is and where it fails."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_CARD = """# {name}

Labels the blocks of scraped news, raw text or HTML, with one of fourteen roles, which roll up to five labels
({labels}). It was trained on {trained} with `news-cleaner` {version}.

- Input: a batch of texts or of HTML pages{heads}.
- Output: blocks with role, calibrated label probabilities, and a reason.
- Form: a linear model for cuts inside lines; a first network over hashed n-grams and shape; a second that sees the
  first one's opinion of the neighbourhood and of the document; a network for block borders. {size:.1f} MB, run with
  numpy and scipy's sparse product. Fitted with scikit-learn {sklearn} by `cleaner train`; seed {seed}; weights digest
  in `config.json`.
{note}
## Data

{texts:,} texts made from {pages:,} pages (SHA-256 of texts and labels: `{digest}`).
{origin}
## Figures

Cross-validated by domain: every text is judged by networks that saw no page of its domain (the cut and border models
saw all, so figures on unseen sites may be a little lower). {cv_texts:,} texts, {cv_blocks:,} blocks.

| | |
|---|---|
| body F1, texts with lines | {body_f1_lines:.3f} |
| body F1, one-line texts | {body_f1_one_line:.3f} |
| block macro-F1 | {macro:.3f} |
| role macro-F1 | {role_macro:.3f} |

{label_table}

{role_table}

Confusion of labels (rows: what a reader said; columns: what the model said):

{confusion_table}

Body F1 by kind of text:

{rendering_table}

Body F1 by language (of the page, guessed):

{language_table}
{html}
## Retrain

    cleaner train {given} -o models/{name}
"""
# What only a model that has learned from the pages of the corpus can say of itself.
_ORIGIN = """
They are pages labelled block by block by readers, with written polls, promos, ads, biographies and credits, which are
synthetic. The pages come from the public test suites of fundus, trafilatura, readability, Postlight parser, newspaper
and goose3, and from the WCXB web content extraction benchmark by Murrough Foley (CC BY 4.0). No page of the dev split
or of its domains, and none of the seeds, is in it; figures on both are in `benchmarks/results/quality.json`.
"""
_HTML = """
### HTML

Pages with their markup, judged by the second head, cross-validated the same way: {texts:,} pages, {blocks:,} blocks;
body F1 {body:.3f} (all body roles, characters), block macro-F1 {macro:.3f}, role macro-F1 {role_macro:.3f}.

{label_table}

## Where it fails

- A second full article behind the first is often taken for more of the first.
- Long captions of galleries read like paragraphs, and are kept as body.
- Prose about the site ("About us", investment notes) between paragraphs is kept as body.
- Lists inside an article (plans, programmes, specifications) can be taken for teasers.
- In raw text about half of the author biographies are found; the others are kept as body or taken for teasers.
- A text with a paragraph or less says too little: that paragraph can pass for a poll or a menu.
- Rare labels have few labelled examples: a confidence for polls is less trustworthy than one for body text.
"""


def write_card(config: Mapping[str, Any], size: int) -> str:
    """The card as Markdown, from a model's config; `size` of the weights in bytes."""
    figures = config["figures"]
    html = figures.get("html")
    return _CARD.format(
        name=config["name"],
        version=config["version"],
        trained=config["trained"],
        labels=", ".join(config["labels"]),
        heads=", each kind with a head of its own" if html else ", judged by their text",
        size=size / 1e6,
        note=f"\n{config['note']}\n" if "note" in config else "",
        sklearn=config["packages"]["scikit-learn"],
        seed=config["config"]["seed"],
        texts=config["data"]["texts"],
        pages=config["data"]["pages"],
        digest=config["data"]["digest"][:16],
        origin=_ORIGIN if html else "",
        cv_texts=figures["texts"],
        cv_blocks=figures["blocks"],
        body_f1_lines=figures["body_f1_lines"],
        body_f1_one_line=figures["body_f1_one_line"],
        **_scores(figures),
        role_table=_table(("role", "F1"), [(k, f"{v:.3f}") for k, v in figures["roles"].items()]),
        confusion_table=_table(
            ("", *config["labels"]),
            [(name, *map(str, row)) for name, row in zip(config["labels"], figures["confusion"], strict=True)],
        ),
        rendering_table=_by_table("rendering", figures["renderings"]),
        language_table=_by_table("language", figures["languages"]),
        html=_of_html(html) if html else "",
        given="--corpus CORPUS --labels labels/corpus.jsonl --jobs 2" if html else "--labelled FILE",
    )


def _of_html(figures: Mapping[str, Any]) -> str:
    return _HTML.format(
        texts=figures["texts"], blocks=figures["blocks"], body=figures["body_f1_lines"], **_scores(figures)
    )


def _scores(figures: Mapping[str, Any]) -> dict[str, Any]:
    errors = figures["calibration_error"]
    rows = [(name, f"{f1:.3f}", f"{errors.get(name, 0):.3f}") for name, f1 in figures["labels"].items()]
    return {
        "macro": _mean(figures["labels"].values()),
        "role_macro": _mean(figures["roles"].values()),
        "label_table": _table(("label", "F1", "calibration error"), rows),
    }


def _by_table(name: str, groups: Mapping[str, Sequence[float]]) -> str:
    return _table((name, "body F1", "texts"), [(key, f"{f1:.3f}", str(n)) for key, (f1, n) in groups.items()])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
