"""The cards of the settings page; each changes some of the shop's decisions and says when they are kept."""

from typing import Any

from shopcrm.desk import choices_of_shop as offered
from shopcrm.desk.dialogs.slip_settings import SlipSettings
from shopcrm.desk.form_card import SettingCard, between, number_line, side_by_side, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Combo, Option
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea


class LookCard(SettingCard):
    """Language and look; both change at once, without a restart."""

    def __init__(self, kit: Kit) -> None:
        say = kit.words.say
        super().__init__(kit, say("Language and look"))
        self._language = Choice(kit.look, offered.languages(), kind=ChoiceKind.CHIPS, name=say("Language"))
        self._theme = Choice(kit.look, offered.themes(kit.words), kind=ChoiceKind.CHIPS, name=say("Look"))
        self._calendar = Choice(
            kit.look, offered.calendars(kit.words), kind=ChoiceKind.CHIPS, name=say("Calendar")
        )
        self._language.choose(kit.words.language)
        self._theme.choose(kit.settings.theme)
        self._calendar.choose(kit.settings.calendar)
        self._language.picked.connect(self._on_language)
        self._theme.picked.connect(self._on_theme)
        self._calendar.picked.connect(self._on_calendar)
        for label, choice in (
            (say("Language"), self._language),
            (say("Look"), self._theme),
            (say("Calendar"), self._calendar),
        ):
            self.body.addWidget(Field(kit.look, label, choice))

    def _on_language(self, value: str) -> None:
        self.wear(language=value)

    def _on_theme(self, value: str) -> None:
        self.wear(theme=value)

    def _on_calendar(self, value: str) -> None:
        self.wear(calendar=value)


class ShopCard(SettingCard):
    """The shop: name, phone, address, money, zone, and what it promises about returns."""

    def __init__(self, kit: Kit) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(kit, say("The shop"))
        self._name = _line(kit, now.shop_name)
        self._phone = _line(kit, now.shop_phone, ltr=True)
        self._address = _line(kit, now.shop_address)
        self._policy = TextArea(look, name=say("Returns"), lines=3)
        self._terms = now.return_policy
        self._policy.setPlainText(self._terms)
        self._currency = _combo(kit, offered.currencies(kit.words), now.currency)
        self._zone = _combo(kit, offered.zones(kit.words, now.zone), now.zone)
        self._region = _combo(kit, offered.regions(kit.words), now.region)
        self.body.addWidget(Field(look, say("Name"), self._name))
        self.body.addLayout(
            _pair(kit, (say("Phone"), self._phone), (say("Country of phone numbers"), self._region))
        )
        self.body.addWidget(Field(look, say("Address"), self._address))
        self.body.addLayout(_pair(kit, (say("Money"), self._currency), (say("Time zone"), self._zone)))
        self.body.addWidget(
            Field(look, say("Returns"), self._policy, hint=say("what customers may bring back"))
        )
        self._hold = number_line(kit, now.hold_days)
        label, check = say("Days that goods are kept aside"), between(kit, self._hold, 0, 365)
        hold = self.field("hold_days", label, self._hold, check=check)
        self.body.addLayout(row((hold, 1), None, gap=look.size(12)))
        papers = Button(look, say("Logo and slips"), icon="printer", height=32)
        papers.clicked.connect(self._on_papers)
        self.add_save(self._on_save, papers)

    def show_terms(self, words: str) -> None:
        """Show the return terms as they were changed elsewhere; what is being written here stays."""
        if self._policy.toPlainText() == self._terms:
            self._policy.setPlainText(words)
        self._terms = words

    def _on_papers(self) -> None:
        dialog = SlipSettings(self.kit, self.window())
        dialog.decided.connect(self.decided)
        dialog.open()

    def _on_save(self) -> None:
        if not self.is_right():
            return
        self.change(
            shop_name=self._name.text(),
            shop_phone=self._phone.text(),
            shop_address=self._address.text(),
            return_policy=self._policy.toPlainText(),
            currency=self._currency.value(),
            zone=self._zone.value(),
            region=self._region.value(),
            hold_days=whole(self._hold),
        )


def _line(kit: Kit, text: str, *, ltr: bool = False) -> LineEdit:
    line = LineEdit(kit.look, ltr=ltr)
    line.setText(text)
    return line


def _combo(kit: Kit, options: list[Option], chosen: str) -> Combo:
    combo = Combo(kit.look, options)
    combo.choose(chosen)
    return combo


def _pair(kit: Kit, first: tuple[str, Any], second: tuple[str, Any]) -> Any:
    return side_by_side(kit, *(Field(kit.look, label, editor) for label, editor in (first, second)))
