"""The words of bylines: what stands before a name, beside it and instead of it. Data only; all lower case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


# "By Jane Doe": followed by a space, a colon, or, glued on, a capital.
BEFORE_AUTHOR = _phrases(
    """
    by | written by | words by | story by | text by | reporting by | report by | reported by | posted by |
    published by | submitted by | analysis by | opinion by | review by | interview by |
    additional reporting by | von | text von | ein beitrag von | ein gastbeitrag von | ein kommentar von |
    eine analyse von | ein text von | kommentar von | interview von | ein artikel von | geschrieben von |
    eine kolumne von | ein interview von | eingestellt von | par | écrit par | rédigé par | publié par |
    ein bericht von | eine reportage von | ein porträt von | ein essay von | eine glosse von | eine rezension von |
    bericht von | beitrag von | reportage von | analyse von | aufgezeichnet von |
    texte de | un texte de | texte par | propos recueillis par | publié le par | por | escrito por |
    texto de | publicado por | redactado por | di | a cura di | testo di | articolo di | scritto da |
    pubblicato da | door | geschreven door | tekst door | av | skriven av | skrevet av | publicerad av | af |
    skrevet af | tekst av | text av | tekst af | napisał | napisała | opracował | opracowała | oprac |
    napsal | napsala | připravil | připravila | подготовил | подготовила | подготовили | беседовал |
    беседовала | записал | записала | підготував | підготувала | підготували |
    rozmawiał | rozmawiała | piše | napisao | napisala | пише | γράφει | kolumne von | reportagem de |
    reportaje de | una crónica de | un article de | compiled by | das interview führte | das interview führten |
    das gespräch führte | das gespräch führten | die fragen stellte | die fragen stellten |
    بقلم | كتب | كتبت | كتابة | إعداد | تقرير | نوشته | מאת | द्वारा | โดย | bởi | του | της | των | γράφει ο | γράφει η
    """
)

# "Text: Jane Doe": nouns, which need the colon.
LABEL_OF_AUTHOR = _phrases(
    """
    author | authors | author(s) | writer | reporter | text | words | story | reporting | byline | autor |
    autorin | autoren | autor*in | autor/in | bericht | interview | auteur | auteurs | auteur(s) | auteure |
    texte | autora | autores | texto | redacción | autore | autrice | testo | redação | reportagem | tekst |
    reportage | skribent | journalist | forfatter | författare | kirjoittaja | teksti | toimittaja |
    opracowanie | autorzy | autorka | autoři | autoré | autořka | автор | авторы | автори | текст |
    корреспондент | yazan | yazar | haber | muhabir | الكاتب | المؤلف | نویسنده | लेखक | লেখক |
    penulis | oleh | laporan | szerző | írta | tác giả | ผู้เขียน | συντάκτης
    """
)

# Whoever is named here did not write the article; beginnings of words count before "by" or a colon.
BEFORE_OTHERS = _phrases(
    """
    edited | editing | editor: | translat | photo | foto | pictur | image | video | graphic | illustrat |
    fact-check | fact check | reviewed | medically reviewed | tested | produc | hosted | sponsor | source | via |
    from: | copyright | © | (c) | with files | with reports | with reporting | with additional |
    with contributions | with agencies | camera | design | quelle | bild | redaktion: | übersetz | aus dem |
    bearbeit | mit material | fotografie | traduction | traduit | traducción | traducido | tradução |
    traduzione | edición | editado | edité | édité | édition | crédit | credit | fuente | fonte | bron: |
    kilde | källa | redaktör | redigering | redigert | zdjęci | źródło | zdroj | источник | джерело | фото |
    редактор | kaynak | editör | fotoğraf | listen | follow | subscribe | share | comment | kuva | lähde |
    fotó | forrás | copy link | المصدر | تصوير | تحرير | ترجمة | عکس | منبع |
    kamera | penyunting | צילום | עריכה | φωτο | biên tập | संपादन
    """
)

CONJUNCTIONS = _phrases(
    """
    and | und | et | och | sowie | oraz | ve | with | mit | avec
    """
)
# These are also parts of names ("Ramón y Cajal", "Maria e Silva"): they part two names only where both have two words.
WEAK_CONJUNCTIONS = _phrases(
    """
    y | e | ed | i | a | en | og | ja | con | com | met | z | и | та | й | і | és | și | şi | και | dan | và | ir | un |
    और | এবং | และ
    """
)

ROLES = _words(
    """
    reporter reporters correspondent correspondents editor editors writer writers journalist columnist
    contributor contributors critic producer anchor host intern freelancer blogger analyst author
    director ceo cto cfo coo president manager officer executive professor lecturer researcher fellow
    founder co-founder photographer commentator strategist economist attorney reporting staffer senator
    minister mp newsreader presenter specialist expert consultant redakteur redakteurin redakteure
    redaktor redaktorin korrespondent korrespondenten korrespondentin wirtschaftsredakteur chefredakteur
    chefredakteurin chefreporter chefreporterin reporterin journalistin autor autorin volontär
    volontärin kolumnist kolumnistin rechtsanwalt rechtsanwältin ressortleiter ressortleiterin
    geschäftsführer leiter leiterin gastautor gastautorin praktikant praktikantin herausgeber
    herausgeberin journaliste rédacteur rédactrice correspondant correspondante correspondants envoyé
    envoyée envoyés chroniqueur chroniqueuse éditorialiste grand-reporter reporteur periodista redactor
    redactora corresponsal columnista enviado enviada reportero reportera analista colaborador
    colaboradora giornalista corrispondente inviato inviata redattore redattrice direttore direttrice
    jornalista repórter correspondente colunista editora verslaggever verslaggeefster redacteur
    columniste korrespondens reportern utrikeskorrespondent politikreporter toimittaja kirjeenvaihtaja
    journalisten redaktør kommentator dziennikarz dziennikarka redaktorka korespondent korespondentka
    publicysta zpravodaj zpravodajka корреспондент журналист журналистка обозреватель редактор колумнист
    спецкор кореспондент журналістка журналіст оглядач muhabir muhabiri yazar yazarı editör editörü köşe
    автор авторы gazeteci संवाददाता প্রতিবেদক সংবাদদাতা رپورٹر مراسل مراسلة صحفي صحفية كاتب كاتبة محرر
    """
)

# What goes before such a word: "Senior Political Correspondent".
ROLE_MODIFIERS = _words(
    """
    senior junior chief deputy assistant associate staff special foreign national international local
    regional general guest freelance contributing investigative investigations opinion travel lifestyle
    sports sport business technology tech science health education crime court courts city county state
    political politics culture arts entertainment environment climate energy economics economy finance
    financial markets features feature news data digital video social media royal defence defense
    security diplomatic world europe asia africa africa's us uk managing executive founding licensed
    parliamentary consumer multimedia breaking legal religion food music film tv showbiz home affairs
    night day trainee lead head leitender leitende freie freier stellvertretende stellvertretender
    landespolitische landespolitischer politischer spécial spéciale spéciaux grand grande chef jefe
    especial caporedattore speciale especialista специальный собственный спеціальний власний
    """
)

# A name that ends in, or consists of, such a word is a house, not a person.
OUTLET_WORDS = _words(
    """
    news times media tv radio staff desk newsdesk newsroom team agency agencies bureau online redaktion
    redaktionsteam redaktionen zeitung nachrichten magazin magazine network broadcasting group inc inc.
    ltd llc gmbh ag newspaper newspapers gazette herald tribune telegraph chronicle courier wire
    newswire editorial board correspondents reporters admin administrator webmaster press post journal
    guardian observer independent examiner review today daily weekly mail standard mirror express
    reuters bloomberg associated network-news university college institute school hospital foundation
    council ministry department society association committee center centre syndicate affiliate
    sponsored contributor contributors house street services report reports service presse agence
    rédaction redacción redaccion redactie redazione redação redacao agências agencias agenzia agenzie
    agenturen toimitus redakcja redakce редакция агентство редакція haber merkezi ajansı gazetesi
    servisi newsletter podcast podcasts channel world international group's writers editors publishing
    communications وكالات وكالة صحيفة جريدة تحرير الأخبار
    digital डेस्क ब्यूरो टीम ডেস্ক ڈیسک
    """
)

# News agencies and broadcasters by name, folded; as a whole name or, in capitals, as a word of one.
AGENCIES = _words(
    """
    ap afp dpa apa sda ats efe ansa agi lusa belga anp tt ntb ritzau stt pap čtk ctk tasr mti tass ria
    rbc upi pti ani ians aap pa aa dha iha kna epd sid dapd afx rtr mdr ndr wdr swr zdf ard orf srf bbc
    cnn npr pbs abc nbc cbs cbc msnbc rtl rte nos nrk svt dr yle rai tve rtve rfi tf1 bfm bfmtv tvn тасс
    риа мтс укрінформ уніан intf nhk kbs mbc sbs jtbc cctv rt dw voa cnbc itv reuters bloomberg xinhua
    interfax yonhap kyodo jiji anadolu ukrinform unian agerpres europapress euronews keystone-sda getty
    tanjug hina bta adn telam télam notimex mtv espn интерфакс unknown anonymous admin guest
    """
)
AGENCY_PHRASES = _phrases(
    """
    associated press | the associated press | agence france-presse | agence france presse |
    press association | europa press | ria novosti | риа новости | radio free europe |
    deutsche presse-agentur | deutsche welle | deutsche presse agentur | agencia efe | press trust of india |
    al jazeera | sky news | fox news | anadolu ajansı | france télévisions | radio france |
    tribune news service | canadian press | the canadian press | pa media | le monde | el país |
    la repubblica | corriere della sera | der spiegel | die zeit | le figaro | el mundo | 新华社 | 中新社 | 中央社 |
    新華社 | 共同通信 | 時事通信 | ロイター | 연합뉴스 | 뉴시스 | 뉴스1
    """
)

# "Anna Bell, New York" names a person and a place.
PLACES = _phrases(
    """
    new york | los angeles | san francisco | san diego | hong kong | tel aviv | new delhi | buenos aires |
    mexico city | kuala lumpur | den haag | the hague | washington dc | washington, d.c | abu dhabi |
    cape town | united states | united kingdom | rio de janeiro | são paulo | sao paulo | st. petersburg |
    saint petersburg | new zealand | south africa | south korea | north korea | sri lanka | saudi arabia |
    san salvador | el salvador | costa rica | puerto rico | las vegas | new orleans | san antonio |
    san josé | santa cruz | la paz | la habana | frankfurt am main | white house | capitol hill |
    ho chi minh city | phnom penh | addis ababa | dar es salaam
    """
)

# Lower-case words inside names.
PARTICLES = _words(
    """
    de del della dello dei di da do dos das du des d' la le las los van von vom zu zum zur der den ter
    ten te 't y e i et bin ibn ben bint al el abu af av ap
    """
)

# Articles, degrees, newsrooms: no person's name begins so.
NEVER_FIRST = _words(
    """
    the les die das our your this los las gli m.a b.a ph.d mba msc redaktion redaktionen rédaction
    redacción redazione redactie редакция редакція team staff agence agencia agenzia agência agências
    agenturen daily com news radio equipo מערכת خبرگزاری
    """
)

# Of the date that stood beside a name; "Domingo" and "Freitag" are names themselves.
WEEKDAYS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday dienstag mittwoch donnerstag samstag lundi mardi
    mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado lunedì martedì mercoledì
    giovedì venerdì maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """
)
