"""The language of an article's text; the sentences are made up."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.metadata.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council voted on Tuesday to close the old swimming pool beside the station."),
        ("de", "Der Gemeinderat hat am Dienstag beschlossen, das alte Schwimmbad am Bahnhof zu schließen."),
        ("fr", "Le conseil municipal a décidé mardi de fermer la vieille piscine près de la gare."),
        ("es", "El ayuntamiento decidió este martes cerrar la vieja piscina situada junto a la estación."),
        ("it", "Il consiglio comunale ha deciso martedì di chiudere la vecchia piscina vicino alla stazione."),
        ("pt", "A câmara municipal decidiu nesta terça-feira fechar a velha piscina ao lado da estação."),
        ("nl", "De gemeenteraad heeft dinsdag besloten het oude zwembad naast het station te sluiten."),
        ("sv", "Kommunfullmäktige beslutade på tisdagen att stänga den gamla simhallen bredvid stationen."),
        ("da", "Byrådet besluttede tirsdag at lukke den gamle svømmehal, som ligger ved siden af stationen."),
        ("no", "Kommunestyret vedtok tirsdag å stenge den gamle svømmehallen som ligger ved siden av stasjonen."),
        ("fi", "Kaupunginvaltuusto päätti tiistaina sulkea vanhan uimahallin, joka sijaitsee aseman vieressä."),
        ("pl", "Rada miasta postanowiła we wtorek zamknąć stary basen, który znajduje się obok dworca."),
        ("cs", "Městské zastupitelstvo v úterý rozhodlo zavřít starý bazén, který stojí vedle nádraží."),
        ("ru", "Городской совет во вторник решил закрыть старый бассейн рядом с вокзалом."),
        ("uk", "Міська рада у вівторок вирішила закрити старий басейн поруч із вокзалом."),
        ("tr", "Belediye meclisi salı günü istasyonun yanındaki eski yüzme havuzunu kapatmaya karar verdi."),
        ("ja", "市議会は火曜日、駅の隣にある古いプールを閉鎖することを決めた。"),
        ("zh", "市议会周二决定关闭车站旁边的旧游泳池，并在原址修建一座新的游泳池。"),
        ("ko", "시의회는 화요일 역 옆에 있는 오래된 수영장을 폐쇄하기로 결정했다."),
        ("ar", "قرر مجلس المدينة يوم الثلاثاء إغلاق المسبح القديم بجانب محطة القطار."),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert detect_language(text) == language
    assert detect_language(text.upper()) == language


@pytest.mark.parametrize(
    "text", ["", "   ", "AFP", "123 456 " * 50, "* * *", "Menu Home News", "\ud800" * 100, "政府は水曜"]
)
def test_too_little_text(text: str) -> None:
    assert detect_language(text) is None


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text(text: str) -> None:
    language = detect_language(text)
    assert language is None or (len(language) == 2 and language.islower())
    assert detect_language(text) == language


def test_import_is_light() -> None:
    code = (
        "import sys, cleaner.normalize;"
        "heavy = {'ftfy', 'dateparser', 'py3langid', 'numpy', 'rapidfuzz', 'sklearn', 'trafilatura', 'datasets'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@pytest.mark.parametrize(
    ("lang", "text", "language"),
    [
        ("en-US", "Harbour bridge closed again, ferry to run", "en"),
        ("DE_de", "Brücke zu", "de"),
        ("en", "Der Gemeinderat hat am Dienstag beschlossen, das alte Schwimmbad am Bahnhof zu schließen.", "de"),
        ("english", "Brücke zu", None),
        ("", "Brücke zu", None),
    ],
)
def test_a_page_names_the_language_of_a_short_text_alone(lang: str, text: str, language: str | None) -> None:
    assert cleaner.clean(f'<html lang="{lang}"><body><p>{text}</p></body></html>', kind="html").language == language


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html xml:lang="de">', "de"),
        ('<html lang=""><meta http-equiv="Content-Language" content="de-AT, en">', "de"),
        ('<html><meta property="og:locale" content="de_DE">', "de"),
        ('<meta property="og:locale" content="en_US"><meta http-equiv="content-language" content="de">', "de"),
        ('<html lang="de"><meta http-equiv="content-language" content="en">', "de"),
        ('<html><meta http-equiv="content-language"><meta http-equiv="refresh" content="de">', None),
    ],
)
def test_a_page_without_lang_names_its_language_elsewhere(html: str, language: str | None) -> None:
    assert cleaner.clean(f"{html}<body><p>Brücke zu</p></body></html>", kind="html").language == language
