"""Month names, full and abbreviated, in the languages news is read in; one string a month, January first.

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
        "يناير ינואר जनवरी มกราคม jänner جانفي ژانویه"
    ),
    (
        "february feb februar februari février févr febrero febbraio fevereiro fev febrer febr febreiro februarie "
        "helmikuuta helmi helmikuu veebruar veebr lutego lut luty února úno únor februára veljače velj veljača "
        "фебруар феб лютага лют люты февраля февр февраль лютого лютий февруари фев φεβρουαρίου φεβ φεβρουάριος "
        "şubat şub fevral vasario vas vasaris februāris shkurt shk otsaila ots فبراير פברואר फ़रवरी กุมภาพันธ์ "
        "feber شباط فيفري فوریه"
    ),
    (
        "march mar märz maart mrt mars marzo março març martie marts maaliskuuta maalis maaliskuu marca marzec "
        "března bře březen marec ožujka ožu ožujak март мар сакавіка сак сакавік марта березня бер березень "
        "μαρτίου μαρ μάρτιος március mart kovo kov kovas martxoa maret mac machi مارس מרץ मार्च มีนาคม mrz maerz "
        "آذار"
    ),
    (
        "april apr avril avr abril abr aprile aprilie huhtikuuta huhti huhtikuu aprill kwietnia kwi kwiecień "
        "dubna dub duben apríla travnja tra travanj април апр красавіка кра красавік апреля апрель квітня квіт "
        "квітень απριλίου απρ απρίλιος április nisan nis aprel balandžio bal balandis prill pri apirila api "
        "aprili أبريل אפריל अप्रैल เมษายน نيسان أفريل آوریل"
    ),
    (
        "may mai mei mayo maggio mag maio maig maj toukokuuta touko toukokuu maja května kvě květen svibnja svi "
        "svibanj мај мая май травня трав травень μαΐου μαΐ μάιος május mayıs gegužės geg gegužė maijs maiatza "
        "مايو מאי मई พฤษภาคม أيار ماي مه"
    ),
    (
        "june jun juni juin junio giugno giu junho juny xuño iunie iun kesäkuuta kesä kesäkuu juuni czerwca cze "
        "czerwiec června čvn červen júna junij lipnja lipanj јун чэрвеня чэр чэрвень июня июн июнь червня черв "
        "червень юни јуни ιουνίου ιουν ιούνιος június haziran haz iyun iyn birželio birž birželis jūnijs qershor "
        "qer ekaina eka junie يونيو יוני जून มิถุนายน حزيران جوان ژوئن"
    ),
    (
        "july jul juli juillet juil julio luglio lug julho juliol xullo xul iulie iul heinäkuuta heinä heinäkuu "
        "juuli lipca lip lipiec července čvc červenec júla julij srpnja srpanj јул ліпеня ліп ліпень июля июл "
        "июль липня лип липень юли јули ιουλίου ιουλ ιούλιος július temmuz tem iyul iyl liepos liep liepa jūlijs "
        "korrik korr uztaila uzt julai julie يوليو יולי जुलाई กรกฎาคม تموز جويلية ژوئیه"
    ),
    (
        "august aug augustus août agosto ago agost ag augusti ágúst ágú elokuuta elo elokuu sierpnia sie sierpień "
        "srpna srp srpen augusta avgust avg kolovoza kol kolovoz август авг жніўня жні жнівень августа серпня "
        "серп серпень αυγούστου αυγ αύγουστος augusztus ağustos avqust avq rugpjūčio rugp rugpjūtis augusts gusht "
        "gush abuztua abu agustus ogos ogo agosti أغسطس אוגוסט अगस्त สิงหาคม آب أوت"
    ),
    (
        "september sep sept septembre septiembre settembre set setembro setembre septembrie syyskuuta syys "
        "syyskuu września wrz wrzesień září zář septembra rujna ruj rujan септембар сеп верасня вер верасень "
        "сентября сент сентябрь вересня вересень септември σεπτεμβρίου σεπ σεπτέμβριος szeptember szept eylül eyl "
        "sentyabr sen rugsėjo rugs rugsėjis septembris shtator sht iraila ira septemba سبتمبر ספטמבר सितंबर "
        "กันยายน أيلول سپتامبر"
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott outubro out octombrie lokakuuta loka lokakuu "
        "oktoober października paź październik října říj říjen októbra октобар окт кастрычніка кас кастрычнік "
        "октября октябрь жовтня жовт жовтень октомври οκτωβρίου οκτ οκτώβριος ekim eki oktyabr spalio spal spalis "
        "oktobris tetor tet urria urr oktoba أكتوبر אוקטובר अक्टूबर ตุลาคม اکتبر"
    ),
    (
        "november nov novembre noviembre novembro noiembrie marraskuuta marras marraskuu listopada lis listopad "
        "listopadu novembra studenoga stu studeni новембар нов лістапада ліс лістапад ноября нояб ноябрь "
        "листопада лист листопад ноември ное νοεμβρίου νοε νοέμβριος kasım kas noyabr noy lapkričio lapkr "
        "lapkritis novembris nëntor nën azaroa aza novemba نوفمبر נובמבר नवंबर พฤศจิกายน نوامبر"
    ),
    (
        "december dec dezember dez décembre diciembre dic dicembre dezembro desembre des decembro decembrie "
        "desember joulukuuta joulu joulukuu detsember dets grudnia gru grudzień prosince pro prosinec decembra "
        "prosinca prosinac децембар дец снежня сне снежань декабря дек декабрь грудня груд грудень декември "
        "δεκεμβρίου δεκ δεκέμβριος aralık ara dekabr dek gruodžio gruod gruodis decembris dhjetor dhj abendua abe "
        "disember dis desemba ديسمبر דצמבר दिसंबर ธันวาคม دسامبر"
    ),
)

# Croatian month names are one off from the Polish and Czech names they look like.
CROATIAN: Mapping[str, int] = {"listopad": 10, "listopada": 10, "lis": 10, "lip": 6, "srp": 7}


def fold(word: str) -> str:
    """Key under which a name is looked up: no case, no accents, no dot."""
    if word.isascii():
        return word.lower().strip(".")
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").strip(".")


@functools.cache
def months() -> Mapping[str, int]:
    """Folded name → month, 1 to 12."""
    return {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names.split()}
