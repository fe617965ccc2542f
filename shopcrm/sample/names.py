"""Names for made-up people: Persian ones in their own script and English ones in theirs."""

from shopcrm.sample.dice import Dice


def _parted(names: str) -> tuple[str, ...]:
    return tuple(names.split())


WOMEN = _parted(
    """
    فاطمه زهرا مریم معصومه سمیه لیلا نرگس مینا سارا نازنین الهام مهسا شیرین پریسا آزاده نگار سحر نیلوفر
    هانیه ریحانه مهناز شهلا پروین سیمین فرشته فریبا شکوفه ژاله لاله یاسمن بهاره گلناز ترانه هستی آیدا
    ملیکا کیمیا پگاه رویا شبنم مرجان مژگان نسرین سوسن ناهید اکرم اعظم طاهره صدیقه منیژه فرزانه هما آرزو
    بنفشه ستاره نسترن مهتاب پانته‌آ زینب رقیه سکینه حدیث فائزه هدیه یگانه ساناز سپیده غزل شادی بهار طیبه
    عاطفه راضیه مرضیه محبوبه
    """
)
MEN = _parted(
    """
    محمد علی حسین رضا مهدی امیر حسن سعید مجید حمید وحید احمد محمود مسعود مصطفی مرتضی ابراهیم اسماعیل
    یوسف داوود ناصر منصور کاظم جواد هادی صادق باقر عباس اکبر اصغر قاسم رحیم کریم بهرام بهنام بهزاد فرهاد
    فرشید فرامرز کامران کاوه کیوان آرش آرمان سیاوش سهراب رستم پرویز هوشنگ داریوش کوروش بابک شهرام شاهین
    پیمان پویا نیما سینا ماهان ایمان میلاد میثم یاسر حامد نوید امید شایان پارسا علی‌رضا محمدرضا غلام‌رضا
    امیرحسین مهران ایرج خسرو بیژن
    """
)
FAMILIES = _parted(
    """
    محمدی حسینی احمدی رضایی موسوی کریمی جعفری صادقی هاشمی علوی مرادی رحیمی قاسمی اکبری اسماعیلی ابراهیمی
    کاظمی عباسی نوری رستمی سلطانی شریفی امینی باقری حیدری نجفی یوسفی طاهری صالحی فرهادی بهرامی خسروی
    کیانی پارسا تهرانی شیرازی اصفهانی تبریزی یزدی کرمانی همدانی مشهدی گیلانی مازندرانی خراسانی لاریجانی
    قزوینی زنجانی اردبیلی کاشانی نیشابوری سبزواری گرگانی دزفولی شوشتری بروجردی نهاوندی تویسرکانی ملایری
    راد مهر نیک‌نام خوش‌رو نیک‌پور پاک‌نژاد مقدم معین مهدوی منصوری میرزایی ملکی نظری نعمتی نیک‌زاد وحیدی
    یزدانی زارع زمانی زندی ستوده سپهری سرمدی شاکری شجاعی شفیعی شهبازی صفایی صمدی ضیایی عزیزی عظیمی فاضلی
    فتحی فرجی فروتن قنبری کامکار گلزار گودرزی لطفی متین محبی محسنی مختاری مدنی معتمدی مفیدی مولایی ناصری
    نصیری نادری واعظی همتی یاوری افشار انصاری بختیاری بهشتی پورمحمدی پورعلی توکلی جلالی جمشیدی حقیقی
    حکیمی خالقی خرمی داوودی دهقان رجبی رمضانی روحانی ریاحی زاهدی
    """
)
ENGLISH_WOMEN = _parted(
    """
    Emma Olivia Grace Alice Hannah Lucy Sophie Charlotte Emily Amelia Ruth Helen Margaret Claire Julia
    Rose Laura Naomi Martha Eleanor Diana Sarah Nora Ivy Violet Joanna Beatrice Catherine Louise Molly
    """
)
ENGLISH_MEN = _parted(
    """
    James Oliver Jack Henry George Thomas William Samuel Daniel Edward Peter Simon Martin David Adam
    Robert Alan Philip Hugh Walter Benjamin Charles Leo Nathan Owen Patrick Ralph Stephen Victor Toby
    """
)
ENGLISH_FAMILIES = _parted(
    """
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White
    Roberts Green Hall Wood Jackson Clarke Harris Lewis Turner Hill Scott Cooper Morris Ward Moore King
    Watson Baker Harrison Morgan Patel Young Allen Mitchell Anderson Phillips Lee Bell Parker Davis
    Bennett Miller Cook Shaw Richardson Carter Collins Marshall Bailey Gray Cox Adams Wilkinson Foster
    Chapman Mason
    """
)
IN_LATIN = (
    *(("مریم", "Maryam"), ("زهرا", "Zahra"), ("سارا", "Sara"), ("نرگس", "Narges"), ("شیرین", "Shirin")),
    *(("پریسا", "Parisa"), ("نگار", "Negar"), ("لیلا", "Leila"), ("حسین", "Hossein"), ("رضا", "Reza")),
    *(("مهدی", "Mehdi"), ("آرش", "Arash"), ("بابک", "Babak"), ("نیما", "Nima"), ("پویا", "Pouya")),
)
"""Some first names, and how their bearers write them in Latin letters."""
FAMILIES_IN_LATIN = (
    *(("محمدی", "Mohammadi"), ("احمدی", "Ahmadi"), ("کریمی", "Karimi"), ("هاشمی", "Hashemi")),
    *(("مرادی", "Moradi"), ("رحیمی", "Rahimi"), ("اکبری", "Akbari"), ("رستمی", "Rostami")),
    *(("سلطانی", "Soltani"), ("شریفی", "Sharifi"), ("امینی", "Amini"), ("نجفی", "Najafi")),
    *(("طاهری", "Taheri"), ("صالحی", "Salehi"), ("تهرانی", "Tehrani"), ("کاشانی", "Kashani")),
)
SHOPS = (
    ("Café Saffron", "کافه زعفران"),
    ("Hotel Parsian kitchen", "آشپزخانهٔ هتل پارسیان"),
    ("Bahar pastry shop", "قنادی بهار"),
    ("Golestan restaurant", "رستوران گلستان"),
    ("Mehr supermarket", "سوپرمارکت مهر"),
    ("Sepid bakery", "نانوایی سپید"),
    ("Aftab catering", "تشریفات آفتاب"),
    ("Shiraz sweets", "شیرینی‌سرای شیراز"),
    ("Narenj café", "کافه نارنج"),
    ("Caspian hotel", "هتل کاسپین"),
    ("Baran grocery", "خواربار باران"),
    ("Alborz restaurant", "رستوران البرز"),
)
"""Businesses that buy in bulk."""
PLACES = (
    ("Vanak", "ونک"),
    ("Tajrish", "تجریش"),
    ("Sadeghieh", "صادقیه"),
    ("Narmak", "نارمک"),
    ("Pirouzi", "پیروزی"),
    ("Gisha", "گیشا"),
    ("Karaj", "کرج"),
    ("Rey", "ری"),
)
"""Where they are."""


def person(dice: Dice, *, english: bool) -> str:
    """Make up the name of a person."""
    if english:
        first = dice.pick(ENGLISH_WOMEN if dice.happens(0.55) else ENGLISH_MEN)
        return f"{first} {dice.pick(ENGLISH_FAMILIES)}"
    first = dice.pick(WOMEN if dice.happens(0.55) else MEN)
    return f"{first} {dice.pick(FAMILIES)}"


def business(dice: Dice, language: str) -> str:
    """Make up the name of a business and where it is."""
    name, place = dice.pick(SHOPS), dice.pick(PLACES)
    return f"{name[1]} {place[1]}" if language == "fa" else f"{name[0]}, {place[0]}"
