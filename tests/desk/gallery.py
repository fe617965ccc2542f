"""Draws every part of the kit in every state, in both languages and both themes, and saves the pictures."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from shopcrm.desk.frame import Frame, page_ground
from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme, Tint, Type
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.chips import ButtonChip, Chip, ChipKind, GuessChip
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.loading import Progress, Skeleton
from shopcrm.desk.widgets.rail import Place
from shopcrm.rules.wording import Words
from tests.desk.gallery_pages import ENGLISH, PERSIAN, Forms, Speaker, Tables

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


class Gallery(Speaker):
    """Builds the pages; `say` chooses between an English and a Persian text."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words)
        self.focused: QWidget | None = None
        self.rung: list[QWidget] = []

    def frame(self) -> Frame:
        say = self.say
        frame = Frame(
            self.look,
            self.words,
            find_hint=say(
                "Find a person, goods or voucher, or scan", "نام، تلفن، کالا یا بن را بنویسید یا اسکن کنید"
            ),
        )
        for place in self.places():
            page = {
                "settings": self.states,
                "customers": Tables(self.look, self.words).page,
                "counter": Forms(self.look, self.words).page,
            }.get(place.key)
            frame.add_page(place, page() if page is not None else QWidget())
        frame.set_day(say("Sun 22 Nov 2026", "یکشنبه 1 آذر 1405"))
        frame.set_state("backup", "shield-check", "ok", say("Backup 2 h ago", "پشتیبان: 2 ساعت پیش"))
        frame.set_person(
            say("Leila", "لیلا"), say("L", "ل"), say("Leila is at the till", "لیلا پای صندوق است")
        )
        frame.set_hints(
            [
                ("F1", say("help", "راهنما")),
                ("Ctrl+Tab", say("next pane", "بخش بعدی")),
                ("Esc", say("back", "بازگشت")),
            ]
        )
        frame.set_trailing(
            say("Till 1 · shop.db", "صندوق 1 · ") + ("\u200eshop.db\u200e" if self.words.rtl else "")
        )
        return frame

    def places(self) -> list[Place]:
        say = self.say
        return [
            Place("counter", "shopping-cart", say("Counter", "پیشخوان")),
            Place("customers", "users", say("Customers", "مشتریان")),
            Place("arrivals", "package-open", say("Arrivals", "رسیدها")),
            Place("outbox", "inbox", say("Outbox", "پیام‌ها")),
            Place("complaints", "octagon-alert", say("Complaints", "شکایت‌ها")),
            Place("vouchers", "ticket", say("Vouchers", "بن‌ها")),
            Place("insight", "chart-column", say("Insight", "بینش")),
            Place("settings", "settings", say("Settings", "تنظیمات"), last=True),
        ]

    def notices(self) -> list[Notice]:
        say = self.say
        return [
            Notice(
                "sample",
                NoticeKind.INFO,
                say("This is a sample shop", "این یک فروشگاه نمونه است"),
                say("Nothing here is real.", "هیچ چیز اینجا واقعی نیست."),
                say("Make my shop", "ساخت فروشگاه من"),
                "Alt+M",
            ),
            Notice(
                "server",
                NoticeKind.DANGER,
                say("The server is out of reach", "سرور در دسترس نیست"),
                say(
                    "Sales wait. Complaints and notes are kept on this till.",
                    "فروش می‌ماند. شکایت و یادداشت روی همین صندوق نگه داشته می‌شود.",
                ),
                say("Try again", "دوباره"),
                "Alt+R",
            ),
            Notice(
                "backup",
                NoticeKind.WARN,
                say("Last good backup: 3 days ago", "آخرین پشتیبان سالم: 3 روز پیش"),
                say("The USB stick is not there.", "حافظهٔ USB وصل نیست."),
                say("Back up now", "همین حالا"),
                "Alt+B",
            ),
        ]

    def states(self) -> QWidget:
        ground, box = page_ground(self.look)
        box.addLayout(row((self.buttons(), 1), (self.fields(), 1), gap=12))
        box.addLayout(row((self.empty(), 1), (self.loading(), 1), (self.levels(), 1), gap=12), 1)
        return ground

    def buttons(self) -> Card:
        look, say = self.look, self.say
        card = Card(look, say("Buttons", "دکمه‌ها"), padding=16, spacing=10)
        save, printed = say("Save", "ذخیره"), say("Print", "چاپ")
        rung = [
            Button(look, save, ButtonKind.MAIN, icon="check", key="Ctrl+S", bind_key=False),
            Button(look, printed, icon="printer", key="Ctrl+P", bind_key=False),
        ]
        self.rung = list(rung)
        chosen = Button(look, say("Delivery", "ارسال"), icon="truck", checkable=True)
        chosen.setChecked(True)
        off = Button(look, save, icon="check", key="Ctrl+S", bind_key=False)
        off.turn_off(say("nothing has changed", "چیزی عوض نشده"))
        lines: list[tuple[str, list[QWidget]]] = [
            (
                say("usual", "عادی"),
                [
                    Button(look, save, ButtonKind.MAIN, icon="check", key="Ctrl+S"),
                    Button(look, printed, icon="printer", key="Ctrl+P"),
                    Button(look, say("Add", "افزودن"), ButtonKind.GHOST, icon="plus"),
                ],
            ),
            (say("focus", "تمرکز"), list(rung)),
            (
                say("chosen", "انتخاب‌شده"),
                [chosen, Button(look, say("Pick up", "حضوری"), icon="store", checkable=True)],
            ),
            (
                say("off", "غیرفعال"),
                [off, Label(look, say("nothing has changed", "چیزی عوض نشده"), Type.CAPTION, "muted")],
            ),
            (
                say("danger", "پرخطر"),
                [
                    Button(look, say("Erase…", "پاک‌سازی…"), ButtonKind.DANGER, icon="trash-2"),
                    Button(
                        look,
                        say("Erase Maryam Noori", "پاک‌سازی مریم نوری"),
                        ButtonKind.DANGER_FULL,
                        icon="trash-2",
                    ),
                    IconButton(look, "x", say("Close it", "بستن آن")),
                ],
            ),
        ]
        for name, widgets in lines:
            label = Label(look, name, Type.SMALL, "muted")
            label.setFixedWidth(look.size(110))
            card.body.addLayout(row(label, *widgets, None, gap=8))
        return card

    def fields(self) -> Card:
        look, say = self.look, self.say
        card = Card(look, say("Fields", "خانه‌ها"), padding=16, spacing=6)
        name = Field(look, say("Name", "نام"), LineEdit(look))
        phone = Field(look, say("Phone", "تلفن"), LineEdit(look, ltr=True), hint=say("11 digits", "11 رقم"))
        number = Field(look, say("Card number", "شمارهٔ کارت"), LineEdit(look, ltr=True))
        for field, text in (
            (name, say("Maryam Noori", "مریم نوری")),
            (phone, say("0912 345 67", "0912 345 67")),
            (number, say("62600143", "62600143")),
        ):
            assert isinstance(field.editor, LineEdit)
            field.editor.setText(text)
            card.body.addWidget(field)
        number.show_error(
            say(
                "This card belongs to Ali Nouri. Open him, or give a new card.",
                "این کارت مالِ علی نوری است. او را باز کنید یا کارت تازه بدهید.",
            )
        )
        self.focused = phone.editor
        card.body.addStretch(1)
        return card

    def empty(self) -> Card:
        look, say = self.look, self.say
        card = Card(look, say("Empty", "خالی"), padding=16)
        card.body.addWidget(
            EmptyState(
                look,
                "package-open",
                say("Nothing came in today", "امروز چیزی نرسیده"),
                say(
                    "Record what came in, and see who waits for it.",
                    "آنچه رسید را ثبت کنید تا ببینید چه کسی منتظر است.",
                ),
                action=say("Record an arrival", "ثبت رسید"),
                key="Ctrl+N",
            )
        )
        return card

    def loading(self) -> Card:
        look, say = self.look, self.say
        card = Card(look, say("Loading, after 100 ms", "در حال کار، پس از 100 میلی‌ثانیه"), padding=16)
        progress = Progress(
            look,
            self.words,
            meaning=say(
                "Nothing is kept until the end; cancel leaves the shop as it was.",
                "تا پایان چیزی ثبت نمی‌شود؛ با لغو همه چیز مثل قبل است.",
            ),
        )
        progress.show_progress(
            say("Importing sales: 412,000 of 1,000,000", "ورود فروش‌ها: 412٬000 از 1٬000٬000"), 0.41
        )
        for widget in (Skeleton(look), Rule(look), progress):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        return card

    def levels(self) -> Card:
        look, say = self.look, self.say
        card = Card(look, say("Levels, never by colour alone", "سطح‌ها، نه فقط با رنگ"), padding=16)
        tiers = [
            Chip(look, say("Gold", "طلایی"), ChipKind.GOLD),
            Chip(look, say("Silver", "نقره‌ای"), ChipKind.SILVER),
            Chip(look, say("Bronze", "برنزی"), ChipKind.BRONZE),
        ]
        card.body.addLayout(row(*tiers, None))
        host = QWidget()
        flow = FlowLayout(host)
        for chip in (
            Chip(look, say("Avoids sesame", "پرهیز: کنجد"), ChipKind.AVOIDS),
            Chip(look, say("Told us", "خودش گفت"), ChipKind.TOLD),
            Chip(look, say("Seen ×9", "دیده‌شده ×9"), ChipKind.SEEN),
            GuessChip(
                look,
                say("Sugar-free", "بی‌قند"),
                how=say("Enter confirms, Del dismisses", "Enter تأیید، Del رد"),
            ),
            Chip(look, say("Guessed", "حدس"), ChipKind.GUESSED),
        ):
            flow.addWidget(chip)
        card.body.addWidget(host)
        marks: list[tuple[str, Tint, str]] = [
            ("octagon-alert", "danger", say("overdue", "گذشته")),
            ("clock", "warn", say("due soon", "نزدیک")),
            ("circle-check", "ok", say("kept", "انجام‌شده")),
        ]
        line = row(gap=6)
        for icon, tint, text in marks:
            line.addWidget(Icon(look, icon, tint, 18))
            line.addWidget(Label(look, text, Type.LABEL_STRONG, tint))
            line.addSpacing(8)
        line.addStretch(1)
        card.body.addLayout(line)
        filters = [
            ButtonChip(look, text)
            for text in (say("All", "همه"), say("Slipping", "رو به رفتن"), say("Gold", "طلایی"))
        ]
        filters[0].setChecked(True)
        card.body.addLayout(row(*filters, None))
        card.body.addStretch(1)
        return card

    def dialog(self, parent: QWidget) -> DialogFrame:
        look, say = self.look, self.say
        dialog = DialogFrame(
            look,
            self.words,
            say("Erase Maryam Noori", "پاک‌سازی مریم نوری"),
            say("Erase Maryam Noori", "پاک‌سازی مریم نوری"),
            parent=parent,
            line=say("This cannot be undone", "این کار برگشت ندارد"),
            icon="trash-2",
            main_icon="trash-2",
            danger=True,
        )
        dialog.body.addWidget(
            Label(
                look,
                say(
                    "Name, numbers and notes are taken out. Sales and points stay, without a name.",
                    "نام، شماره‌ها و یادداشت‌ها پاک می‌شوند. فروش و امتیاز بی‌نام در دفتر می‌ماند.",
                ),
                wrap=True,
            )
        )
        dialog.add_side(Button(look, say("Print first", "اول چاپ"), icon="printer", key="Ctrl+P"))
        return dialog


def settle() -> None:
    """Let everything that waits be done."""
    for _turn in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pictures(
    look: Look,
    app: QApplication,
    theme: Theme,
    words: Words,
    *,
    size: tuple[int, int] = (1440, 900),
    text_scale: float = 1.0,
) -> dict[str, QPixmap]:
    """Draw all pages of one variant."""
    look.apply(app, theme, rtl=words.rtl, text_scale=text_scale)
    gallery = Gallery(look, words)
    frame = gallery.frame()
    frame.resize(*size)
    frame.show()
    frame.activateWindow()
    settle()
    drawn = {}
    for key in ("counter", "customers", "settings"):
        frame.show_page(key)
        if key == "settings":
            for notice in gallery.notices():
                frame.banners.show_notice(notice)
            frame.toast.say(gallery.say("Sale 10,843 recorded", "فروش 10٬843 ثبت شد"), undo=_nothing)
        settle()
        _focus(gallery, key)
        settle()
        drawn[key] = frame.grab()
    dialog = gallery.dialog(frame)
    dialog.open()
    settle()
    whole = frame.grab()
    painter = QPainter(whole)
    painter.drawPixmap(frame.mapFromGlobal(dialog.pos()), dialog.grab())
    painter.end()
    drawn["dialog"] = whole
    dialog.reject()
    frame.close()
    frame.deleteLater()
    settle()
    return drawn


def _focus(gallery: Gallery, key: str) -> None:
    if key == "settings":
        target = gallery.rung[0]
        assert isinstance(target, QPushButton)
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _nothing() -> None:
    """Take nothing back."""


def main() -> None:
    """Save the pictures into the folder that is given."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look = Look(FONTS)
    for words in (ENGLISH, PERSIAN):
        for theme in Theme:
            for name, size, scale in (
                ("", (1440, 900), 1.0),
                ("_small", (1100, 700), 1.0),
                ("_large", (1440, 900), 1.5),
                ("_small_large", (1100, 700), 1.5),
            ):
                for page, picture in pictures(look, app, theme, words, size=size, text_scale=scale).items():
                    picture.save(str(folder / f"{page}_{words.language}_{theme.value}{name}.png"))


if __name__ == "__main__":
    main()
