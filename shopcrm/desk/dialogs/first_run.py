"""The first minutes: choose a language, say what the shop is called, who owns it, and begin."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import choices_of_shop as offered
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Work
from shopcrm.desk.pin_entry import NewPin
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Combo
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.loading import Progress
from shopcrm.rules.errors import ShopError
from shopcrm.rules.roles import Role
from shopcrm.rules.wording import Words
from shopcrm.services import settings, sign_in
from shopcrm.services.settings import Settings
from shopcrm.services.shop import Who

Decided = Callable[[Settings], None]


class LanguageStep(DialogFrame):
    """The first page: the language, named in itself; `wanted_shop` asks to open the sample instead."""

    wanted_shop = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, decided: Decided) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Welcome to ShopCRM"),
            say("Next"),
            parent=parent,
            line=say("A shop's memory of its customers, in one file on this computer."),
            icon="store",
            main_icon="arrow-right",
            cancel=say("Later"),
        )
        self._kit, self._decided = kit, decided
        self.choice = Choice(kit.look, offered.languages(), kind=ChoiceKind.BUTTONS, name=say("Language"))
        self.choice.choose(kit.words.language)
        self.body.addWidget(Field(kit.look, say("Language"), self.choice))
        self._progress = Progress(kit.look, kit.words, meaning=say("Your own shop stays as it is."))
        self._progress.hide()
        self.body.addWidget(self._progress)
        self._sample = Button(kit.look, say("Try a sample shop"), icon="sparkles")
        self._sample.clicked.connect(self._on_sample)
        self._progress.cancelled.connect(self.reject)
        self.add_side(self._sample)
        self._work: Work | None = None
        self.agreed.connect(self._on_agreed)

    def reject(self) -> None:
        """Stop making the sample, and close."""
        if self._work is not None:
            self._work.cancel()
        super().reject()

    def _on_sample(self) -> None:
        program, language = self._kit.program, str(self.choice.value())
        self._sample.hide()
        self.main.hide()
        self._progress.show()
        self._on_progress(0, 100)
        self._work = self._kit.lanes.work(
            self, self._on_made, self._on_failed, lambda tick: program.make_sample(language, tick)
        )
        self._work.progressed.connect(self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        words = self._kit.words
        said = words.say(
            "Making two years of a shop: {share}", share=words.percent(100 * done // max(total, 1))
        )
        self._progress.show_progress(said, done / max(total, 1))

    def _on_made(self, path: Path) -> None:
        self._work = None
        self.accept()
        self.wanted_shop.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        told = self._kit.words.tell(error) if isinstance(error, ShopError) else str(error)
        self.line.setText(told)
        self._progress.hide()
        self._sample.show()
        self.main.show()

    def _on_agreed(self) -> None:
        language = str(self.choice.value())
        calendar = "jalali" if language == "fa" else "gregorian"
        self._kit.lanes.quick.do(self, self._on_kept, settings.change, language=language, calendar=calendar)

    def _on_kept(self, kept: Settings) -> None:
        decided = self._decided
        self.accept()
        decided(kept)


class ShopStep(DialogFrame):
    """The second page: the shop. Everything can be changed later in the settings."""

    def __init__(self, kit: Kit, parent: QWidget, decided: Decided) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Your shop"),
            say("Next"),
            parent=parent,
            line=say("All of it can be changed later in the settings."),
            icon="store",
            main_icon="arrow-right",
            cancel=say("Later"),
        )
        self._kit, self._decided = kit, decided
        self.name = LineEdit(kit.look)
        self._phone = LineEdit(kit.look, ltr=True)
        self._currency = _combo(kit.words, kit, "currency")
        self._zone = _combo(kit.words, kit, "zone")
        self._calendar = Choice(
            kit.look, offered.calendars(kit.words), kind=ChoiceKind.CHIPS, name=say("Calendar")
        )
        self._calendar.choose(kit.settings.calendar)
        self._name_field = Field(kit.look, say("Name of the shop"), self.name, check=self._missing_name)
        self._lay_out()
        self.agreed.connect(self._on_agreed)

    def _lay_out(self) -> None:
        say, look = self._kit.words.say, self._kit.look
        self.body.addWidget(self._name_field)
        self.body.addWidget(Field(look, say("Phone"), self._phone, hint=say("may stay empty")))
        money, zone = Field(look, say("Money"), self._currency), Field(look, say("Time zone"), self._zone)
        self.body.addLayout(row((money, 1), (zone, 1), gap=look.size(12)))
        self.body.addWidget(Field(look, say("Calendar"), self._calendar))

    def _missing_name(self) -> str:
        if self.name.text().strip():
            return ""
        return self._kit.words.say("The shop needs a name, for letters and lists.")

    def _on_agreed(self) -> None:
        if not self._name_field.is_right():
            self.name.setFocus()
            return
        self._kit.lanes.quick.do(
            self,
            self._on_kept,
            settings.change,
            shop_name=self.name.text(),
            shop_phone=self._phone.text(),
            currency=self._currency.value(),
            zone=self._zone.value(),
            calendar=self._calendar.value(),
            first_run_done=True,
        )

    def _on_kept(self, kept: Settings) -> None:
        decided = self._decided
        self.accept()
        decided(kept)


class OwnerStep(DialogFrame):
    """The last page: the owner's name and PIN, where others work in the shop as well; it may be left out."""

    def __init__(self, kit: Kit, parent: QWidget, took_over: Callable[[Who], None]) -> None:
        say = kit.words.say
        super().__init__(
            kit.look,
            kit.words,
            say("Does anybody work with you?"),
            say("Begin with a PIN"),
            parent=parent,
            line=say("A PIN lets the shop know who did what. It can be given later in the settings."),
            icon="users",
            cancel=say("Begin without"),
        )
        self._kit, self._took_over = kit, took_over
        self.name = LineEdit(kit.look)
        self._name_field = Field(kit.look, say("Your name"), self.name, check=self._missing_name)
        self.pin = NewPin(kit, Role.OWNER)
        self.body.addWidget(self._name_field)
        self.body.addWidget(self.pin)
        self.agreed.connect(self._on_agreed)

    def _missing_name(self) -> str:
        return "" if self.name.text().strip() else self._kit.words.say("Write your name.")

    def _on_agreed(self) -> None:
        if not self._name_field.is_right():
            self.name.setFocus()
        elif self.pin.is_right():
            self.main.setEnabled(False)
            work = partial(sign_in.begin_with_pins, self._kit.program.shop, self.name.text(), self.pin.value)
            self._kit.lanes.quick.run(self, self._on_begun, work, self._on_refused)

    def _on_begun(self, who: Who) -> None:
        took_over = self._took_over
        self.accept()
        took_over(who)

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._name_field.show_error(self._kit.words.tell(said))


def _combo(words: Words, kit: Kit, what: str) -> Combo:
    if what == "currency":
        combo = Combo(kit.look, offered.currencies(words), name=words.say("Money"))
        combo.choose(kit.settings.currency)
    else:
        combo = Combo(kit.look, offered.zones(words, kit.settings.zone), name=words.say("Time zone"))
        combo.choose(kit.settings.zone)
    return combo
