"""Names of months and weekdays, full and abbreviated, in the languages news is read in; months one string each.

From Unicode CLDR, with the forms it lacks (Austrian, Levantine, Maghrebi, Persian, unaccented). Names of two months in
two languages stand under the commoner reading; `CROATIAN` holds the clashes of that language.
"""

import functools
import unicodedata
from collections.abc import Mapping

_NAMES: tuple[str, ...] = (
    (
        "january jan januar januari janvier janv enero ene gennaio gen janeiro gener xaneiro xan ianuarie ian "
        "tammikuuta tammi tammikuu jaanuar jaan stycznia sty styczeń ledna led leden januára siječnja sij "
        "siječanj јануар јан студзеня сту студзень января янв январь січня січ січень януари яну јануари "
        "ιανουαρίου ιαν ιανουάριος ocak oca yanvar yan sausio saus sausis janvāris janar urtarrila urt januarie "
        "يناير ינואר जनवरी มกราคม ม.ค jänner جانفي ژانویه"
    ),
    (
        "february feb februar februari février févr febrero febbraio fevereiro fev febrer febr febreiro februarie "
        "helmikuuta helmi helmikuu veebruar veebr lutego lut luty února úno únor februára veljače velj veljača "
        "фебруар феб лютага лют люты февраля февр февраль лютого лютий февруари фев φεβρουαρίου φεβ φεβρουάριος "
        "şubat şub fevral vasario vas vasaris februāris shkurt shk otsaila ots فبراير פברואר फ़रवरी กุมภาพันธ์ ก.พ "
        "feber شباط فيفري فوریه"
    ),
    (
        "march mar märz maart mrt mars marzo março març martie marts maaliskuuta maalis maaliskuu marca marzec "
        "března bře březen marec ožujka ožu ožujak март мар сакавіка сак сакавік марта березня бер березень "
        "μαρτίου μαρ μάρτιος március mart kovo kov kovas martxoa maret mac machi مارس מרץ מרס मार्च มีนาคม มี.ค mrz maerz "
        "آذار"
    ),
    (
        "april apr avril avr abril abr aprile aprilie huhtikuuta huhti huhtikuu aprill kwietnia kwi kwiecień "
        "dubna dub duben apríla travnja tra travanj април апр красавіка кра красавік апреля апрель квітня квіт "
        "квітень απριλίου απρ απρίλιος április nisan nis aprel balandžio bal balandis prill pri apirila api "
        "aprili أبريل אפריל अप्रैल เมษายน เม.ย نيسان أفريل آوریل"
    ),
    (
        "may mai mei mayo maggio mag maio maig maj toukokuuta touko toukokuu maja května kvě květen svibnja svi "
        "svibanj мај мая май травня трав травень μαΐου μαΐ μάιος május mayıs gegužės geg gegužė maijs maiatza "
        "مايو מאי मई พฤษภาคม พ.ค أيار ماي مه"
    ),
    (
        "june jun juni juin junio giugno giu junho juny xuño iunie iun kesäkuuta kesä kesäkuu juuni czerwca cze "
        "czerwiec června čvn červen júna junij lipnja lipanj јун чэрвеня чэр чэрвень июня июн июнь червня черв "
        "червень юни јуни ιουνίου ιουν ιούνιος június haziran haz iyun iyn birželio birž birželis jūnijs qershor "
        "qer ekaina eka junie يونيو יוני जून มิถุนายน มิ.ย حزيران جوان ژوئن"
    ),
    (
        "july jul juli juillet juil julio luglio lug julho juliol xullo xul iulie iul heinäkuuta heinä heinäkuu "
        "juuli lipca lip lipiec července čvc červenec júla julij srpnja srpanj јул ліпеня ліп ліпень июля июл "
        "июль липня лип липень юли јули ιουλίου ιουλ ιούλιος július temmuz tem iyul iyl liepos liep liepa jūlijs "
        "korrik korr uztaila uzt julai julie يوليو יולי जुलाई กรกฎาคม ก.ค تموز جويلية ژوئیه"
    ),
    (
        "august aug augustus août agosto ago agost ag augusti ágúst ágú elokuuta elo elokuu sierpnia sie sierpień "
        "srpna srp srpen augusta avgust avg kolovoza kol kolovoz август авг жніўня жні жнівень августа серпня "
        "серп серпень αυγούστου αυγ αύγουστος augusztus ağustos avqust avq rugpjūčio rugp rugpjūtis augusts gusht "
        "gush abuztua abu agustus ogos ogo agosti أغسطس אוגוסט अगस्त สิงหาคม ส.ค آب أوت"
    ),
    (
        "september sep sept septembre septiembre settembre set setembro setembre septembrie syyskuuta syys "
        "syyskuu września wrz wrzesień září zář septembra rujna ruj rujan септембар сеп верасня вер верасень "
        "сентября сент сентябрь вересня вересень септември σεπτεμβρίου σεπ σεπτέμβριος szeptember szept eylül eyl "
        "sentyabr sen rugsėjo rugs rugsėjis septembris shtator sht iraila ira septemba سبتمبر ספטמבר सितंबर "
        "กันยายน ก.ย أيلول سپتامبر"
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott outubro out octombrie lokakuuta loka lokakuu "
        "oktoober października paź październik října říj říjen októbra октобар окт кастрычніка кас кастрычнік "
        "октября октябрь жовтня жовт жовтень октомври οκτωβρίου οκτ οκτώβριος ekim eki oktyabr spalio spal spalis "
        "oktobris tetor tet urria urr oktoba أكتوبر אוקטובר अक्टूबर ตุลาคม ต.ค اکتبر"
    ),
    (
        "november nov novembre noviembre novembro noiembrie marraskuuta marras marraskuu listopada lis listopad "
        "listopadu novembra studenoga stu studeni новембар нов лістапада ліс лістапад ноября нояб ноябрь "
        "листопада лист листопад ноември ное νοεμβρίου νοε νοέμβριος kasım kas noyabr noy lapkričio lapkr "
        "lapkritis novembris nëntor nën azaroa aza novemba نوفمبر נובמבר नवंबर พฤศจิกายน พ.ย نوامبر"
    ),
    (
        "december dec dezember dez décembre diciembre dic dicembre dezembro desembre des decembro decembrie "
        "desember joulukuuta joulu joulukuu detsember dets grudnia gru grudzień prosince pro prosinec decembra "
        "prosinca prosinac децембар дец снежня сне снежань декабря дек декабрь грудня груд грудень декември "
        "δεκεμβρίου δεκ δεκέμβριος aralık ara dekabr dek gruodžio gruod gruodis decembris dhjetor dhj abendua abe "
        "disember dis desemba ديسمبر דצמבר दिसंबर ธันวาคม ธ.ค دسامبر"
    ),
)

# Croatian month names are one off from the Polish and Czech names they look like.
CROATIAN: Mapping[str, int] = {"listopad": 10, "listopada": 10, "lis": 10, "lip": 6, "srp": 7}

# Of the Iranian year, which begins on 20 or 21 March.
_PERSIAN: tuple[str, ...] = (
    "فروردین فروردين",
    "اردیبهشت ارديبهشت",
    "خرداد",
    "تیر تير",
    "مرداد امرداد",
    "شهریور شهريور",
    "مهر",
    "آبان",
    "آذر",
    "دی دي",
    "بهمن",
    "اسفند",
)

_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag dienstag mittwoch
    donnerstag freitag samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun
    mar mer jeu ven sam dim lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì martedì
    mercoledì giovedì venerdì sabato domenica gio segunda feira terça quarta quinta sexta seg ter qua qui sex
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo måndag tisdag onsdag torsdag fredag
    lördag söndag mån tis ons tors fre lör sön tirsdag lørdag søndag tirs lør søn tir tor maanantaina tiistaina
    keskiviikkona torstaina perjantaina lauantaina sunnuntai ti ke to pe la su maanantai tiistai keskiviikko torstai
    perjantai lauantai poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz pondělí
    úterý středa čtvrtek pátek neděle po út st čt pá ne pondelok utorok štvrtok piatok nedeľa pi ponedjeljak utorak
    srijeda četvrtak petak subota nedjelja uto sri čet pet sub ned понедељак уторак среда четвртак петак субота
    недеља пон уто сре чет пет суб нед ponedeljek torek sreda četrtek petek nedelja sre понедельник вторник четверг
    пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа четвер пʼятниця неділя нд панядзелак
    аўторак серада чацвер пятніца нядзеля аў чц понеделник сряда четвъртък петък събота неделя четврток петок сабота
    недела вто саб δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρί τετ πέμ παρ σάβ κυρ pazartesi salı
    çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz bazar ertəsi çərşənbə axşamı cümə şənbə
    pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis pr an tr kt pn sk
    pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena pirmd otrd trešd ceturtd piektd sestd
    svētd esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev luni marți miercuri joi vineri sâmbătă
    duminică vin dum hétfő kedd szerda csütörtök péntek szombat vasárnap sze cs szo dilluns dimarts dimecres dijous
    divendres dissabte diumenge dl dt dc dj dv ds dg luns mércores xoves venres xov astelehena asteartea asteazkena
    osteguna ostirala larunbata igandea al ar az og or lr ig hënë martë mërkurë enjte premte shtunë diel hën enj pre
    sht die jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili senin selasa rabu kamis jumat sabtu minggu
    sen sel rab kam jum isnin khamis jumaat ahad isn kha ahd vrydag saterdag hai ba tư năm sáu bảy chủ nhật th
    cn الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد יום שני שלישי רביעי חמישי שישי שבת ראשון सोमवार मंगलवार
    बुधवार गुरुवार शुक्रवार शनिवार रविवार सोम मंगल बुध गुरु शुक्र शनि रवि วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี
    วันศุกร์ วันเสาร์ วันอาทิตย์ พฤ อา دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه tues weds thur thurs الإثنين
    cts п'ятниця
"""


def fold(word: str) -> str:
    """Key under which a name is looked up: no case, no accents, no dot at an end, nor on an i.

    Vowels that are written as marks stay: they alone tell Thai March from January.
    """
    if word.isascii():
        return word.lower().strip(".")
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("ı", "i"))
    return "".join(c for c in decomposed if unicodedata.combining(c) == 0).strip(".")


@functools.cache
def months() -> Mapping[str, int]:
    """Folded name → month, 1 to 12."""
    return {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names.split()}


@functools.cache
def persian_months() -> Mapping[str, int]:
    """Folded name → month of the Iranian year, 1 to 12."""
    return {fold(name): number for number, names in enumerate(_PERSIAN, 1) for name in names.split()}


@functools.cache
def weekdays() -> frozenset[str]:
    """Folded names of the days, in parts where one is written in parts ("segunda-feira")."""
    written = (first + last for first in ("星期", "周", "週", "禮拜", "礼拜") for last in "一二三四五六日天")
    japanese = (day + end for day in "月火水木金土日" for end in ("", "曜", "曜日"))
    korean = (day + end for day in "월화수목금토일" for end in ("", "요일"))
    return frozenset(map(fold, [*_WEEKDAYS.split(), *written, *japanese, *korean]))
