"""The cards of the settings page; each changes some of the shop's decisions and says when they are kept."""

from typing import Any

from PySide6.QtCore import Signal

from shopcrm.desk import choices_of_shop as offered
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Combo, Option
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services import settings
from shopcrm.services.settings import Settings


class SettingCard(Card):
    """A card whose values are saved together; `decided` carries the settings after a change."""

    decided = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, title: str) -> None:
        super().__init__(kit.look, title=title, padding=16)
        self.kit = kit
        self.body.setSpacing(kit.look.size(12))
        self._problem = Label(kit.look, "", Type.SMALL, "danger", wrap=True)
        self._problem.hide()

    def change(self, **values: str | int | bool | None) -> None:
        """Have the shop change these decisions; a refusal stands on the card."""
        self._problem.hide()
        self.kit.lanes.quick.try_do(self, self.decided.emit, self._on_refused, settings.change, **values)

    def add_save(self, slot: Any) -> None:
        """Close the card with its save button and the place for a refusal."""
        save = Button(self.kit.look, self.kit.words.say("Save"), icon="check", height=32)
        save.clicked.connect(slot)
        self.body.addWidget(self._problem)
        self.body.addLayout(row(None, save))

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, ShopError):
            self.failed.emit(error)
            return
        self._problem.setText(self.kit.words.tell(error))
        self._problem.show()


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
        self.change(language=value)

    def _on_theme(self, value: str) -> None:
        self.change(theme=value)

    def _on_calendar(self, value: str) -> None:
        self.change(calendar=value)


class ShopCard(SettingCard):
    """The shop: name, phone, address, money, zone, and what it promises about returns."""

    def __init__(self, kit: Kit) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(kit, say("The shop"))
        self._name = _line(kit, now.shop_name)
        self._phone = _line(kit, now.shop_phone, ltr=True)
        self._address = _line(kit, now.shop_address)
        self._policy = TextArea(look, name=say("Returns"), lines=3)
        self._policy.setPlainText(now.return_policy)
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
        self.add_save(self._on_save)

    def _on_save(self) -> None:
        self.change(
            shop_name=self._name.text(),
            shop_phone=self._phone.text(),
            shop_address=self._address.text(),
            return_policy=self._policy.toPlainText(),
            currency=self._currency.value(),
            zone=self._zone.value(),
            region=self._region.value(),
        )


class MailCard(SettingCard):
    """The mail server through which the shop writes; the password goes to the system's keyring."""

    def __init__(self, kit: Kit) -> None:
        say, now = kit.words.say, kit.settings
        super().__init__(kit, say("Mail"))
        self._host = _line(kit, now.mail_host, ltr=True)
        self._port = _line(kit, kit.words.digits(str(now.mail_port)), ltr=True)
        self._security = _combo(kit, offered.securities(kit.words), now.mail_security)
        self._user = _line(kit, now.mail_user, ltr=True)
        self._sender = _line(kit, now.mail_from, ltr=True)
        self._password = _line(kit, "", ltr=True)
        self._password.setEchoMode(LineEdit.EchoMode.Password)
        self._kept = Label(kit.look, "", Type.CAPTION, "muted", wrap=True)
        self._kept.hide()
        server, port = (say("Server"), self._host), (say("Port"), self._port)
        self.body.addLayout(_pair(kit, server, port))
        self.body.addLayout(_pair(kit, (say("Line"), self._security), (say("Sender"), self._sender)))
        self.body.addLayout(_pair(kit, (say("User"), self._user), (say("Password"), self._password)))
        self.body.addWidget(self._kept)
        self.add_save(self._on_save)
        kit.lanes.quick.run(self, self._on_known, kit.program.mail_password_known, slot="password")

    def _on_known(self, known: bool) -> None:  # noqa: FBT001 -- an answer of the keyring
        say = self.kit.words.say
        self._kept.setVisible(bool(self.kit.settings.mail_user))
        self._kept.setText(say("A password is kept.") if known else say("No password is kept yet."))

    def _on_save(self) -> None:
        self._problem.hide()
        self.kit.lanes.quick.try_do(
            self,
            self._on_changed,
            self._on_refused,
            settings.change,
            mail_host=self._host.text(),
            mail_port=_whole(self._port.text()),
            mail_security=self._security.value(),
            mail_user=self._user.text(),
            mail_from=self._sender.text(),
        )

    def _on_changed(self, decided: Settings) -> None:
        """Keep the password under the account that the shop has now."""
        password = self._password.text()
        self._password.clear()
        if not password:
            self.decided.emit(decided)
            return

        def kept(lasting: bool) -> None:  # noqa: FBT001 -- an answer of the keyring
            self._on_password_kept(decided, lasting=lasting)

        self.kit.lanes.quick.run(self, kept, lambda: self.kit.program.keep_mail_password(password))

    def _on_password_kept(self, decided: Settings, *, lasting: bool) -> None:
        if lasting:
            self.decided.emit(decided)
            return
        say = self.kit.words.say
        self._kept.setText(
            say("This computer has no keyring: the password is kept until you close the window.")
        )
        self._kept.show()


class QuietCard(SettingCard):
    """When and how often the shop writes to people."""

    def __init__(self, kit: Kit) -> None:
        say, now, digits = kit.words.say, kit.settings, kit.words.digits
        super().__init__(kit, say("When to write"))
        self._from = _line(kit, digits(str(now.quiet_from)), ltr=True)
        self._until = _line(kit, digits(str(now.quiet_until)), ltr=True)
        self._cap = _line(kit, digits(str(now.weekly_cap)), ltr=True)
        self._repeat = _line(kit, digits(str(now.repeat_days)), ltr=True)
        self.body.addLayout(
            _pair(kit, (say("Quiet from hour"), self._from), (say("until hour"), self._until))
        )
        self.body.addLayout(
            _pair(
                kit,
                (say("News per person and week"), self._cap),
                (say("Days before the same news again"), self._repeat),
            )
        )
        self.add_save(self._on_save)

    def _on_save(self) -> None:
        self.change(
            quiet_from=_whole(self._from.text()),
            quiet_until=_whole(self._until.text()),
            weekly_cap=_whole(self._cap.text()),
            repeat_days=_whole(self._repeat.text()),
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
    fields = [Field(kit.look, label, editor) for label, editor in (first, second)]
    return row((fields[0], 1), (fields[1], 1), gap=kit.look.size(12))


def _whole(text: str) -> int:
    """Read a whole number in either digits; what is none becomes -1, which the shop refuses."""
    try:
        return int(text.strip())
    except ValueError:
        return -1
