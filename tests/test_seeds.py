"""The five scraped articles the project grew from: what must come out of each."""

import pytest

import cleaner
from cleaner import Article, Label, Role

NAMES = {
    "000": "000_f5dda08f82416dc7.txt",
    "001": "001_8d042c35664ee524.txt",
    "002": "002_142de1610ce160bf.txt",
    "003": "003_94cd1ff3f263472b.txt",
    "004": "004_6faa4890d470160d.txt",
}


@pytest.fixture(scope="module")
def articles(seeds) -> dict[str, Article]:
    return {key: cleaner.clean((seeds / name).read_bytes()) for key, name in NAMES.items()}


def roles_between(article: Article, start: int, end: int) -> set[Role]:
    return {block.role for block in article.blocks if block.start < end and block.end > start}


def test_seed_000(articles) -> None:
    article = articles["000"]
    assert article.title == (
        "Russian soldiers in Ukraine are ‘shooting themselves in the leg’ so they can be discharged, reports say"
    )
    assert article.standfirst == "The intercepted call is yet to be independently verified"
    assert article.authors == ("Danny Jones",)
    assert article.published == "2022-03-18"
    assert len(article.paragraphs) == 8
    assert article.captions == ()
    assert article.text.endswith("this is Putin‘s war, not Russia’s.")


def test_seed_001(articles) -> None:
    article = articles["001"]
    assert article.title == "Russian soldiers are reportedly shooting themselves, local press alleges"
    assert article.published == "2022-03-19"
    assert article.authors == ()
    assert article.captions == ("SERGEY BOBOK/AFP via Getty Images",)


def test_seed_001_is_cut_where_the_role_changes(articles) -> None:
    first = articles["001"].blocks[:3]
    assert [(b.start, b.end, b.role) for b in first] == [
        (1, 16, Role.DATELINE),
        (17, 89, Role.HEADLINE),
        (90, 125, Role.CAPTION),
    ]


def test_seed_002(articles) -> None:
    article = articles["002"]
    assert article.title == "Vladimir Putin ‘losing his grip’? Russian soldier opens fire on his own unit"
    assert article.authors == ("Mallika Soni",)
    assert article.published == "2023-07-18T11:27:00+05:30"
    assert article.captions in (("Russian president Vladimir Putin(AP)",), ("Russian president Vladimir Putin (AP)",))
    assert "ex-literature student" not in article.text


def test_seed_002_tells_byline_from_dateline(articles) -> None:
    article = articles["002"]
    assert [(b.start, b.end, b.role) for b in article.blocks if b.start < 118 and b.end > 78] == [
        (78, 92, Role.BYLINE),
        (93, 118, Role.DATELINE),
    ]


def test_seed_003(articles) -> None:
    article = articles["003"]
    assert article.title == "Leaked Conversations Between Russian Soldiers Reveal an Army on Brink of Chaos"
    assert article.authors == ()
    assert article.published is None
    assert article.paragraphs[0].startswith("Several telephone conversations")
    assert article.paragraphs[-1].endswith("managed to escape.”")
    gone = (
        "validation purposes",
        "Leer en español",
        "Inflation?",
        "Previous Article",
        "AMLO",
        "Related Posts",
        "Biden Removes",
    )
    assert [word for word in gone if word in article.text] == []
    assert any("(Image: EFE)" in caption for caption in article.captions)
    assert "(Image: EFE)" not in article.text


def test_seed_003_has_a_poll(articles) -> None:
    poll = [block.text for block in articles["003"].blocks if block.label == Label.POLL]
    assert "Is Biden to Blame For The Dramatic Rise of Inflation?*" in "\n".join(poll)


def test_seed_004(articles) -> None:
    article = articles["004"]
    assert article.title is not None
    assert article.title.startswith("Mutiny for Putin: Footage emerges of Russian troops")
    assert article.title.endswith("'certain death'")
    assert article.authors == ("Will Taylor",)
    assert article.published == "2023-03-09T11:21:00"
    assert article.updated == "2023-03-09T12:18:00"
    assert sum("refused to be sent to the frontline" in caption for caption in article.captions) == 1
    assert sum("heavy casualties in Bakhmut" in caption for caption in article.captions) == 1
    assert "Read more" not in article.text
    assert "Loading audio" not in article.text
    assert article.paragraphs[-1] == "Cities including Lviv and Kherson were also hit."


def test_only_the_polls_can_be_kept(seeds) -> None:
    options = cleaner.Options(keep={Label.POLL})
    article = cleaner.clean((seeds / NAMES["003"]).read_bytes(), options=options)
    assert article.paragraphs
    assert "Inflation" in article.text
    assert "Several telephone conversations" not in article.text
