"""Two pages of the gallery: a form with every field, and tables with every kind of cell."""

import gettext
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QWidget

from shopcrm.desk.frame import page_ground
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chance import Band, ChanceBar
from shopcrm.desk.widgets.choices import CheckBox, Choice, ChoiceKind, Combo, Option
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.fields import Field, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.wording import Words

TODAY = date(2026, 11, 22)


_KIT = {
    "Cancel": "لغو",
    "Undo": "برگشت",
    "Close": "بستن",
    "Close this notice": "بستن این خبر",
    "Show fewer": "کمتر",
    "{count} more": "{count} مورد دیگر",
    "Pick a day": "انتخاب روز",
}


class _Persian(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _KIT.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _KIT.get(msgid1, msgid1 if n == 1 else msgid2)


ENGLISH = Words()
PERSIAN = Words(language="fa", calendar=CalendarKind.JALALI, catalogue=_Persian())


class Speaker:
    """Has a look and words; `say` chooses between an English and a Persian text."""

    def __init__(self, look: Look, words: Words) -> None:
        self.look, self.words = look, words

    def say(self, english: str, persian: str) -> str:
        return self.words.digits(persian) if self.words.rtl else english


@dataclass(frozen=True)
class Line:
    goods: str
    why: str
    quantity: str
    amount: int
    ticked: bool
    band: Band | None
    divider: str = ""


class Forms(Speaker):
    """A form."""

    def page(self) -> QWidget:
        look, say, words = self.look, self.say, self.words
        ground, box = page_ground(look)
        card = Card(look, say("A form", "یک فرم"), padding=16, spacing=12)
        money, day = (
            MoneyField(look, words, unit=say("toman", "تومان"), key="F4"),
            DayField(look, words, TODAY),
        )
        money.set_value(16_531_400)
        day.set_day(TODAY)
        combo = Combo(
            look, [Option(1, say("today at 17:00", "امروز ساعت 17:00")), Option(2, say("tomorrow", "فردا"))]
        )
        card.body.addLayout(
            row(
                (Field(look, say("Points to spend", "خرج امتیاز"), money), 1),
                (Field(look, say("Day", "روز"), day), 1),
                (Field(look, say("Send", "زمان"), combo), 1),
                gap=12,
            )
        )
        area = TextArea(look, lines=4)
        area.setPlainText(
            say(
                "It was promised for Wednesday. I had guests on Friday and nobody called me.",
                "قول چهارشنبه داده بودید. جمعه مهمان داشتم و کسی خبر نداد. مجبور شدم از جای دیگری بخرم.",
            )
        )
        area.show_saved(say("Saved on this till 10:24:07", "روی این صندوق ذخیره شد 10:24:07"))
        card.body.addWidget(Field(look, say("In the customer's words", "از زبان مشتری"), area))
        about = Choice(
            look,
            [
                Option(i, text, icon)
                for i, (text, icon) in enumerate(
                    (
                        (say("Sale", "فروش"), "receipt"),
                        (say("Goods", "کالا"), "package"),
                        (say("Service", "خدمت"), "hand-helping"),
                        (say("Delivery", "ارسال"), "truck"),
                    )
                )
            ],
            kind=ChoiceKind.BUTTONS,
        )
        about.choose(3)
        faces = Choice(
            look,
            [
                Option(i, text, icon, f"Alt+{i + 1}")
                for i, (text, icon) in enumerate(
                    (
                        (say("calm", "آرام"), "smile"),
                        (say("let down", "دلخور"), "meh"),
                        (say("upset", "ناراحت"), "annoyed"),
                        (say("angry", "خشمگین"), "frown"),
                        (say("leaving", "می‌رود"), "angry"),
                    )
                )
            ],
            kind=ChoiceKind.FACES,
        )
        faces.choose(3)
        right = Choice(
            look,
            [
                Option(i, text)
                for i, text in enumerate(
                    (
                        say("An apology", "عذرخواهی"),
                        say("Refund", "بازپرداخت"),
                        say("Exchange", "تعویض"),
                        say("Only to be heard", "فقط شنیده شود"),
                    )
                )
            ],
            several=True,
        )
        right.choose(0, 2)
        for name, choice in (
            (say("About", "دربارهٔ"), about),
            (say("How upset", "چقدر ناراحت"), faces),
            (say("What would put it right", "چه چیزی جبران می‌کند"), right),
        ):
            card.body.addWidget(Field(look, name, choice))
        tick, empty = (
            CheckBox(look, say("Cut at units on hand", "به اندازهٔ موجودی")),
            CheckBox(look, say("Only new ones", "فقط تازه‌ها")),
        )
        tick.setChecked(True)
        off = CheckBox(look, say("Needs a manager", "نیاز به مدیر"))
        off.setEnabled(False)
        search = SearchBox(
            look,
            placeholder=say("Scan or type goods, or an amount", "کالا را اسکن کنید یا بنویسید، یا فقط مبلغ"),
            icon="scan-barcode",
            key="F3",
        )
        card.body.addLayout(row(tick, empty, off, (search, 1), gap=16))
        amount = Label(look, words.number(1653140), Type.AMOUNT, align=Align.TRAIL)
        card.body.addLayout(row(ChanceBar(look, Band(0.3, 0.4, 0.55), "2/5"), amount))
        card.body.addStretch(1)
        box.addWidget(card)
        return ground


class Tables(Speaker):
    """Tables."""

    def page(self) -> QWidget:
        look, say = self.look, self.say
        ground, box = page_ground(look)
        lines = self.lines()
        columns = [
            Column(say("Person", "نفر"), _goods, share=2, strong=True, tick=_ticked),
            Column(say("Why", "چرا"), _why, share=2, second=_why2),
            Column(say("Likely to buy", "احتمال خرید"), self.likely, band=_band),
            Column(say("By", "راه"), _quantity, icon=_icon, tint=_tint),
            Column(say("Amount", "مبلغ"), self.amount, Align.NUMBER, sort="amount"),
        ]
        card = Card(look, padding=0)
        table = RowTable(
            look,
            Rows(columns, lines, Shape(_divider, _quiet, "scissors")),
            name=say("Who to tell", "به چه کسی بگوییم"),
            row_height=46,
        )
        table.go_to(1)
        card.body.addWidget(table)
        people = Card(look, padding=0)
        persons = RowTable(
            look,
            Rows(
                [
                    Column("", _goods, share=1, second=_quantity, sign=_sign, strong=True),
                    Column(
                        "",
                        self.tier,
                        Align.TRAIL,
                        kind=Type.CAPTION_MEDIUM,
                        icon=_crown,
                        second=_why,
                        tint=_mutely,
                    ),
                ],
                [line for line in lines if not line.divider],
            ),
            name=say("People", "آدم‌ها"),
            row_height=60,
        )
        persons.go_to(0)
        people.body.addWidget(persons)
        people.setFixedWidth(look.size(320))
        box.addLayout(row(people, (card, 1), gap=12))
        return ground

    def likely(self, line: Line) -> str:
        return (
            self.say("about 1 in 2", "حدود 1 از 2")
            if line.band
            else self.say("not known yet", "هنوز معلوم نیست")
        )

    def tier(self, _line: Line) -> str:
        return self.say("Gold", "طلایی")

    def amount(self, line: Line) -> str:
        return self.words.number(line.amount if line.ticked else -37_000)

    def lines(self) -> list[Line]:
        say = self.say
        people = [
            say("Maryam Noori", "مریم نوری"),
            say("Manouchehr Karimi", "منوچهر کریمی"),
            say("Nooshin Ahmadi", "نوشین احمدی"),
            say("Noor Rahimi of the very long name", "نور رحیمی با نام بسیار بلندی که جا نمی‌شود"),
        ]
        lines = [
            Line(
                name,
                say("asked for it on 3 May", "13 اردیبهشت خواست"),
                say("SMS", "پیامک"),
                1_240_000 - 311_500 * i,
                i < 3,
                Band(0.4 - 0.1 * i, 0.5 - 0.1 * i, 0.62 - 0.1 * i),
            )
            for i, name in enumerate(people)
        ]
        lines.insert(
            3,
            Line(
                "",
                "",
                "",
                0,
                False,
                None,
                say(
                    "18 kg ends here. Below: told when more comes in",
                    "18 کیلو تا اینجا. پایین‌تر: با رسیدنِ بار بعد",
                ),
            ),
        )
        return [replace(lines[-1], band=None) if i == 4 else line for i, line in enumerate(lines)]


def _goods(line: Line) -> str:
    return line.goods


def _why(line: Line) -> str:
    return line.why


def _why2(line: Line) -> str:
    return line.why if line.ticked else ""


def _quantity(line: Line) -> str:
    return line.quantity


def _ticked(line: Line) -> bool:
    return line.ticked


def _band(line: Line) -> Band | None:
    return line.band


def _icon(_line: Line) -> str:
    return "smartphone"


def _crown(_line: Line) -> str:
    return "crown"


def _tint(line: Line) -> Tint:
    return "text" if line.ticked else "warn"


def _mutely(_line: Line) -> Tint:
    return "muted"


def _divider(line: Line) -> str:
    return line.divider


def _quiet(line: Line) -> bool:
    return not line.ticked


def _sign(line: Line) -> Sign:
    return Sign(letters=line.goods[:1], ink="text")
