"""Names from bylines, in many languages; every name here is made up."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.metadata.authors import find_authors, starts_with_credit


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Danny Jones", "Danny Jones"),
        ("By Anna Bell", "Anna Bell"),
        ("By: Anna Bell", "Anna Bell"),
        ("ByAnna Bell", "Anna Bell"),
        ("byJ.R. Bell", "J.R. Bell"),
        ("By ANNA BELL", "ANNA BELL"),
        ("BYRON BELL", "BYRON BELL"),
        ("By Anna Bell and Bob Carr", "Anna Bell; Bob Carr"),
        ("By ANNA BELL AND BOB CARR", "ANNA BELL; BOB CARR"),
        ("Anna Bell, Bob Carr & Carl Dent", "Anna Bell; Bob Carr; Carl Dent"),
        ("By Anna Bell, Bob Carr, and Carl Dent", "Anna Bell; Bob Carr; Carl Dent"),
        ("Written by Anna Bell", "Anna Bell"),
        ("Anna Bell and Anna Bell", "Anna Bell"),
        ("By Anna Bell and ANNA BELL", "Anna Bell"),
        ("By Conor O'Neill and Siobhán Ní Bhriain", "Conor O'Neill; Siobhán Ní Bhriain"),
        ("By Tessa Bell-Carr", "Tessa Bell-Carr"),
        ("By Martin King Jr.", "Martin King Jr."),
        ("By Anna MacDonald", "Anna MacDonald"),
        ("By Martin King, Jr.", "Martin King Jr."),
        ("Martin King, Jr., Anna Bell, and Carl Dent, III", "Martin King Jr.; Anna Bell; Carl Dent III"),
        ("By Martin King, Sr. Editor", "Martin King"),
        ("Dr. Hans Meier", "Dr. Hans Meier"),
        ("Viana Bell", "Viana Bell"),
        ("Von Anna Bell und Bernd Carl", "Anna Bell; Bernd Carl"),
        ("Ein Gastbeitrag von Anna Bell", "Anna Bell"),
        ("Autorin: Anna Bell", "Anna Bell"),
        ("Text: Anna Bell", "Anna Bell"),
        ("Par Anne Dupont, avec AFP", "Anne Dupont"),
        ("Par Anne Dupont et Luc Moreau", "Anne Dupont; Luc Moreau"),
        ("Propos recueillis par Anne Dupont", "Anne Dupont"),
        ("Por María García y José Pérez", "María García; José Pérez"),
        ("Por Santiago Ramón y Cajal", "Santiago Ramón y Cajal"),
        ("di Ugo Prova e Anna Rossi", "Ugo Prova; Anna Rossi"),
        ("A cura di Ugo Prova", "Ugo Prova"),
        ("Por João da Silva e Ana Costa", "João da Silva; Ana Costa"),
        ("Door Jan de Vries en Piet van der Berg", "Jan de Vries; Piet van der Berg"),
        ("Av Kari Nordmann og Ola Hansen", "Kari Nordmann; Ola Hansen"),
        ("Text: Sven Provlund och Eva Berg", "Sven Provlund; Eva Berg"),
        ("Af Mette Holm", "Mette Holm"),
        ("Kirjoittaja: Matti Meikäläinen", "Matti Meikäläinen"),
        ("Oprac. Jan Kowalski", "Jan Kowalski"),
        ("Autor: Jan Novák, ČTK", "Jan Novák"),
        ("Автор: Иван Петров и Анна Белова", "Иван Петров; Анна Белова"),
        ("Текст: Олена Коваль та Іван Мороз", "Олена Коваль; Іван Мороз"),
        ("Yazan: Mehmet Yılmaz ve Ayşe Demir", "Mehmet Yılmaz; Ayşe Demir"),
        ("Lê Mẫu", "Lê Mẫu"),
        ("作者：王小明", "王小明"),
        ("記者 張三丰、李四光", "張三丰; 李四光"),
        ("本报记者 王小明 李大光", "王小明; 李大光"),
        ("김철수 기자", "김철수"),
        ("[서울=가나다] 김철수 기자 = kim@example.org", "김철수"),
        ("[김철수 기자]", "김철수"),
        ("홍길동, 김철수 기자", "홍길동; 김철수"),
        ("사회부, 김철수 기자", "김철수"),
        ("기자 김철수", "김철수"),
        ("글 홍길동 사진 김철수", "홍길동"),
        ("記者王小明／台北報導", "王小明"),
        ("〔記者張三丰、李四光／綜合報導〕", "張三丰; 李四光"),
        ("（记者 王小明 李大光）", "王小明; 李大光"),
        ("作者：安娜·贝尔", "安娜·贝尔"),
        ("取材・文＝山田太郎 写真＝鈴木花子", "山田太郎"),
        ("Ein Bericht von Anna Bell", "Anna Bell"),
        ("Beitrag von Anna Bell", "Anna Bell"),
        ("Opracowanie: Jan Kowalski", "Jan Kowalski"),
        ("Подготовила Анна Белова", "Анна Белова"),
        ("Підготував Іван Мороз", "Іван Мороз"),
        ("by anna bell and bob carr", "anna bell; bob carr"),
        ("by jan van der berg in london", "jan van der berg"),
        ("By Anna Bell and Bob Carr Associated Press", "Anna Bell; Bob Carr"),
        ("【山田太郎】", "山田太郎"),
        ("بقلم أحمد علي ومحمد حسن", "أحمد علي; محمد حسن"),
        ("بقلم محمد وليد", "محمد وليد"),
        ("מאת יוסי כהן ודנה לוי", "יוסי כהן; דנה לוי"),
        ("लेखक: अनिल कुमार", "अनिल कुमार"),
        ("द्वारा अनिल कुमार", "अनिल कुमार"),
        ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Penulis: Budi Santoso Editor: Siti Aminah", "Budi Santoso"),
        ("Tác giả: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Szerző: Kovács Anna", "Kovács Anna"),
        ("Του Γιώργου Παππά", "Γιώργου Παππά"),
        ("聞き手・山田太郎", "山田太郎"),
        ("Oleh Kravchenko", "Oleh Kravchenko"),
        ("Text und Fotos: Anna Bell", "Anna Bell"),
        ("Texte et photos : Anne Dupont", "Anne Dupont"),
        ("Text: Anna Bell und Fotos: Bob Carr", "Anna Bell"),
        ("Piše: Ana Horvat", "Ana Horvat"),
        ("Γράφει: Μαρία Παππά", "Μαρία Παππά"),
        ("Rozmawiała Anna Nowak", "Anna Nowak"),
        ("Kolumne von Anna Bell", "Anna Bell"),
        ("Reportagem de Ana Costa", "Ana Costa"),
        ("Compiled by Anna Bell", "Anna Bell"),
        ("Das Interview führte Anna Bell", "Anna Bell"),
        ("Die Fragen stellten Anna Bell und Bob Carr.", "Anna Bell; Bob Carr"),
        ("From: Anna Bell <a.bell@example.org>", "Anna Bell"),
        ("di Ugo Prova ed Anna Rossi", "Ugo Prova; Anna Rossi"),
        ("Szerző: Kovács Anna és Nagy Béla", "Kovács Anna; Nagy Béla"),
        ("Autor: Ana Pop și Ion Rus", "Ana Pop; Ion Rus"),
        ("Γιώργος Ράλλης και Μαρία Παππά", "Γιώργος Ράλλης; Μαρία Παππά"),
        ("Penulis: Budi Santoso dan Siti Aminah", "Budi Santoso; Siti Aminah"),
        ("By Anna Bell and Dan Carr", "Anna Bell; Dan Carr"),
        ("Por Ana Costa, da Agência Brasil", "Ana Costa"),
        ("Por de los Santos Gil", "de los Santos Gil"),
        ("By Anna Bell*, Bob Carr† and Carl Dent²", "Anna Bell; Bob Carr; Carl Dent"),
        ("(By Anna Bell and Bob Carr)", "Anna Bell; Bob Carr"),
        ("（山田太郎）", "山田太郎"),
        ("By Anna Bell; Bob Carr; Carl Dent", "Anna Bell; Bob Carr; Carl Dent"),
        ("Reporting by Anna Bell in Kyiv; Bob Carr in Lviv; editing by Carl Dent", "Anna Bell; Bob Carr"),
        ("Juan Carlos Domingo", "Juan Carlos Domingo"),
    ],
)
def test_names(line: str, names: str) -> None:
    assert "; ".join(find_authors([line])) == names


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Bell, Senior Correspondent",
        "Anna Bell Senior Politics Editor, The Morning Post",
        "Anna Bell Parliamentary editor",
        "Anna Bell Chief Washington Correspondent",
        "Political Editor Anna Bell",
        "Anna BellCEO",
        "Anna BellCulture News Reporter",
        "By Anna Bell | BBC News",
        "By Anna Bell - AP Garden Writer | AP – 2 hr 7 mins ago",
        "By Anna Bell For Dailypaper.Com",
        "Anna Bell/AFP",
        "Anna Bell and AP",
        "Anna Bell, New York",
        "Von Anna Bell, Frankfurt",
        "By Anna Bell in London",
        "Anna Bell Follow @annabell Email abell@example.org",
        "Anna Bell@annabell",
        "By Anna Bell 9 March 2023, 11:21",
        "9 March 2023 By Anna Bell",
        "by Anna Bell on July 3, 2019 at 5:06 PM",
        "By Anna Bell 5 minute read",
        "By Anna Bell Tuesday",
        "By Anna Bell Share Save",
        "By Anna Bell Special to The Lantern",
        "✍️ Anna Bell",
        "By Anna Bell, Fox News Digital",
        "Haber: Anna Bell, Kamera: Bob Carr",
        "By Anna Bell7 2 comments",
        "Anna Bell (Reuters)",
        "Reporting by Anna Bell; editing by Bob Carr",
        "Reporting by Anna Bell in Kyiv, editing by Bob Carr",
        "By Anna Bell. Photographs by Bob Carr",
        "By Anna Bell; Harbour News; Photos: Bob Carr; video by Carl Dent",
        "Written By Anna Bell, Edited By Bob Carr",
        "By Anna Bell Photography By Bob Carr",
        "Words: Anna Bell. Pictures: Bob Carr",
        "Anna Bell Fotos: Bob Carr",
        "By Anna Bell BBC News, Kyiv",
        "By Anna Bell The Associated Press",
        "By Anna Bell, bridge sector head and VP for harbour success, SomeFirm",
        "Von unserem Korrespondenten Anna Bell",
        "Por Anna Bell, corresponsal en París",
        "Anna Bell is a reporter in Leeds.",
    ],
)
def test_only_the_name_is_left(line: str) -> None:
    assert find_authors([line]) == ("Anna Bell",)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "From: Harbour Times",
        "From: Harbour News <news@example.org>",
        "By",
        "AFP",
        "AFP, MANILA",
        "Reuters staff",
        "By Associated Press",
        "Von DPA",
        "von: xyz/dpa",
        "xyz/Reuters",
        "By Staff Writer",
        "Newsdesk",
        "XY-Redaktion",
        "Redaktion Morgenblick",
        "By Reuters with Agencies",
        "With files from The Canadian Press and Bob Carr",
        "Photo by Bob Carr",
        "(Photo by Bob Carr)",
        "()",
        "Foto: Bob Carr",
        "Picture: Alamy",
        "© Bob Carr",
        "Edited by Bob Carr",
        "Edited By Bob Carr",
        "Photos By Bob Carr",
        "Sponsored By Harbour Bank",
        "Translation by Bob Carr",
        "Fotos: Bob Carr",
        "Übersetzt von Bob Carr",
        "With agencies",
        "Aus dem Englischen von Bob Carr",
        "Madonna",
        "The soldiers were sent home",
        "Great Day Editorial Team",
        "by email",
        "by the numbers",
        "by staff reporter",
        "By Daily Lantern Reporter",
        "By Anna Bell Of The Lantern",
        "Com Agência Brasil",
        "📷 Bob Carr",
        "Cutting: Bob Carr",
        "נערך: דנה לוי",
        "न्यूज़ डेस्क",
        "নিজস্ব প্রতিবেদক",
        "온라인뉴스팀 기자",
        "기자",
        "责任编辑：李四",
        "来源：新华社",
        "1234 5678",
    ],
)
def test_nobody(line: str) -> None:
    assert find_authors([line]) == ()


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["By", "Anna Bell"], ("Anna Bell",)),
        (["By", "Madonna"], ("Madonna",)),
        (["Von", "Anna Bell", "Bernd Carl"], ("Anna Bell", "Bernd Carl")),
        (["By", "Anna Bell", "and", "Bob Carr"], ("Anna Bell", "Bob Carr")),
        (["Anna Bell", "Hosted by:", "Bob Carr"], ("Anna Bell",)),
        (["By Anna Bell", "National Harbour Reporter"], ("Anna Bell",)),
        (["Anna Bell", "By Anna Bell"], ("Anna Bell",)),
    ],
)
def test_credits_over_several_lines(lines: list[str], names: tuple[str, ...]) -> None:
    assert find_authors(lines) == names


def test_japanese_names_hold_a_space() -> None:
    assert find_authors(["文＝山田 太郎"], language="ja") == ("山田 太郎",)


def test_the_site_itself_is_no_author() -> None:
    assert find_authors(["By Model Village"], site="model-village.example.org") == ()
    assert find_authors(["By Model Village"], site="example.org") == ("Model Village",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Anna Bell", True),
        ("von Anna Bell", True),
        ("Автор: Иван", True),
        ("Frankfurt", False),
        ("Bystander", False),
    ],
)
def test_starts_with_credit(line: str, *, expected: bool) -> None:
    assert starts_with_credit(line) is expected


@example(["² ¼"])
@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(),
            st.text(st.sampled_from("aBé .,;:/|&-–'@()1２王김و\ud800\u200b\n")),
            st.lists(st.sampled_from(["By", "Anna", "and", ",", "Reporter", "AP", "in", "19", "March", "/", "و"])).map(
                " ".join
            ),
        ),
        max_size=4,
    )
)
def test_any_text(lines: list[str]) -> None:
    names = find_authors(lines)
    assert len(set(names)) == len(names)
    for name in names:
        assert name == name.strip() != ""
        assert not any(c.isdigit() for c in name)
        assert len(name.split()) <= 5
