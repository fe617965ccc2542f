"""The cards of the ways out: mail, SMS gateway, Telegram bot, webhook; each can be tried without sending.

A secret goes to the system's keyring; where there is none it is known until the window closes.
"""

import re
from collections.abc import Mapping

from shopcrm.desk import channel_words
from shopcrm.desk import choices_of_shop as offered
from shopcrm.desk.dialogs.secret import how_long
from shopcrm.desk.form_card import SettingCard, Value, between, line_of, number_line, side_by_side, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import Combo
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.delivery import Channel
from shopcrm.rules.letters import is_sound
from shopcrm.rules.sayings import Saying
from shopcrm.services.settings import Settings

_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*")
_BOT = re.compile(r"@?[A-Za-z][A-Za-z0-9_]{3,31}")
_WITH_USER = ("melipayamak", "twilio")


class ChannelCard(SettingCard):
    """A way out with its secret; saving keeps both, trying logs in as well and says how that went."""

    channel: Channel

    def __init__(self, kit: Kit, title: str) -> None:
        super().__init__(kit, title)
        look, say = kit.look, kit.words.say
        self.secret = LineEdit(look, ltr=True)
        self.secret.setEchoMode(LineEdit.EchoMode.Password)
        self.said = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self.said.hide()
        self._said: tuple[Tint, str] = ("muted", "")
        self.try_it = Button(look, say("Try it"), icon="plug-zap", key="Alt+T", bind_key=False, height=32)

    def values(self) -> Mapping[str, Value]:
        """Give the settings as they are written on the card."""
        raise NotImplementedError

    def secret_field(self, hint: str = "") -> Field:
        """Make the field of the secret; what is known already is never shown."""
        name = channel_words.secret_name(self.kit.words, self.channel)
        return self.field("secret", name, self.secret, hint)

    def close_card(self) -> None:
        """Add what the card says, and its buttons; then look whether a secret is known."""
        self.body.addWidget(self.said)
        self.try_it.clicked.connect(self.on_try)
        self.hear("Alt+T", self.on_try)
        self.add_save(self.on_save, self.try_it)
        if self.channel in channel_words.set_up(self.kit.settings):
            program, channel = self.kit.program, self.channel
            self.kit.lanes.slow.run(
                self, self._on_known, lambda: program.channel_ready(channel), slot="known"
            )

    def memory(self) -> tuple[Tint, str]:
        """Give what the card said last."""
        return self._said

    def show_said(self, tint: Tint, text: str) -> None:
        """Say how it went."""
        self._said = (tint, text)
        self.said.set_tint(tint)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def on_save(self) -> None:
        """Keep what is written."""
        self._keep(trying=False)

    def on_try(self) -> None:
        """Keep what is written, and log in with it."""
        self._keep(trying=True)

    def _keep(self, *, trying: bool) -> None:
        if not self.is_right() or not self.try_it.isEnabled():
            return

        def changed(decided: Settings) -> None:
            self._on_changed(decided, trying=trying)

        self.change_then(changed, self.values())

    def _on_changed(self, decided: Settings, *, trying: bool) -> None:
        """Keep the secret under the account that the shop has now."""
        secret, program, channel = self.secret.text().strip(), self.kit.program, self.channel
        self.secret.clear()

        def kept(lasting: bool) -> None:  # noqa: FBT001 -- an answer of the keyring
            self.show_said("muted" if lasting else "warn", how_long(self.kit, lasting=lasting))
            self._on_kept(decided, trying=trying)

        if secret:
            self.kit.lanes.slow.run(self, kept, lambda: program.keep_secret(channel, secret))
        else:
            program.hurry_sending()
            self._on_kept(decided, trying=trying)

    def _on_kept(self, decided: Settings, *, trying: bool) -> None:
        if not trying:
            self.decided.emit(decided)
            return
        say, program, channel = self.kit.words.say, self.kit.program, self.channel
        before = self._said[1] if self._said[0] == "warn" else ""
        self.try_it.turn_off(say("It is being tried."))
        self.show_said("muted", say("It is being tried."))

        def tried(trouble: Saying | None) -> None:
            self._on_tried(decided, trouble, before)

        def failed(error: Exception) -> None:
            self._on_tried(decided, program.keep_report(error).saying, before)

        self.kit.lanes.slow.run(self, tried, lambda: program.try_channel(channel), failed)

    def _on_tried(self, decided: Settings, trouble: Saying | None, before: str) -> None:
        """Say how it went; `before` is what still holds of the secret."""
        words = self.kit.words
        self.try_it.turn_on()
        said = words.tell(trouble) if trouble is not None else words.say("It works. Nothing was sent.")
        self.show_said("danger" if trouble is not None else "ok", f"{said} {before}".strip())
        self.decided.emit(decided)

    def _on_known(self, known: bool) -> None:  # noqa: FBT001 -- an answer of the keyring
        if self._said[1]:
            return
        say = self.kit.words.say
        name = channel_words.secret_missing(self.kit.words, self.kit.settings, self.channel)
        self.show_said("muted" if known else "warn", say("It is set up and ready.") if known else name)


class MailCard(ChannelCard):
    """The mail server through which the shop writes."""

    channel = Channel.EMAIL

    def __init__(self, kit: Kit) -> None:
        say, now = kit.words.say, kit.settings
        super().__init__(kit, say("Mail"))
        self._host = line_of(kit, now.mail_host, ltr=True)
        self._port = number_line(kit, now.mail_port)
        self._security = Combo(kit.look, offered.securities(kit.words))
        self._security.choose(now.mail_security)
        self._user = line_of(kit, now.mail_user, ltr=True)
        self._sender = line_of(kit, now.mail_from, ltr=True)
        port = self.field("mail_port", say("Port"), self._port, check=between(kit, self._port, 1, 65535))
        sender = self.field("mail_from", say("Sender"), self._sender, check=self._wrong_sender)
        line = self.field("mail_security", say("Line"), self._security)
        self.body.addLayout(side_by_side(kit, self.field("mail_host", say("Server"), self._host), port))
        self.body.addLayout(side_by_side(kit, line, sender))
        user = self.field("mail_user", say("User"), self._user)
        self.body.addLayout(side_by_side(kit, user, self.secret_field()))
        self.close_card()

    def values(self) -> Mapping[str, Value]:
        """Give the settings as they are written on the card."""
        return {
            "mail_host": self._host.text(),
            "mail_port": whole(self._port),
            "mail_security": self._security.value(),
            "mail_user": self._user.text(),
            "mail_from": self._sender.text(),
        }

    def _wrong_sender(self) -> str:
        text = self._sender.text().strip()
        if not text or is_sound(text):
            return ""
        return self.kit.words.say("This is no mail address. Write it as name@example.com.")


class SmsCard(ChannelCard):
    """The SMS gateway; without one, texts are sent from the shop's own phone."""

    channel = Channel.SMS

    def __init__(self, kit: Kit) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(kit, say("Text messages"))
        self._gateway = Combo(look, channel_words.gateways(kit.words))
        self._gateway.choose(now.sms_gateway)
        self._sender = line_of(kit, now.sms_sender, ltr=True)
        self._user = line_of(kit, now.sms_user, ltr=True)
        self._url = line_of(kit, now.sms_url, ltr=True)
        self.body.addWidget(self.field("sms_gateway", say("Gateway"), self._gateway))
        sender = self.field("sms_sender", say("Sender line"), self._sender, check=self._no_sender)
        self._key = self.secret_field()
        self._user_field = self.field("sms_user", say("User"), self._user, check=self._no_user)
        hint = say("empty: the gateway's own")
        url = self.field("sms_url", say("Address"), self._url, hint, self._wrong_url)
        self._of_gateway = (sender, self._key, url)
        self.body.addLayout(side_by_side(kit, sender, self._key))
        self.body.addWidget(self._user_field)
        self.body.addWidget(url)
        own = say("Texts wait on the messages page; a code opens each of them on the shop's phone.")
        self._by_hand = Label(look, own, Type.CAPTION, "muted", wrap=True)
        self.body.addWidget(self._by_hand)
        self.close_card()
        self._gateway.currentIndexChanged.connect(self._on_gateway)
        self._on_gateway()

    def values(self) -> Mapping[str, Value]:
        """Give the settings as they are written on the card."""
        return {
            "sms_gateway": self._gateway.value(),
            "sms_sender": self._sender.text(),
            "sms_user": self._user.text(),
            "sms_url": self._url.text(),
        }

    def _on_gateway(self) -> None:
        """Ask for what the gateway wants to know, and nothing else."""
        gateway = self._gateway.value() or ""
        for field in self._of_gateway:
            field.setVisible(bool(gateway))
        self._user_field.setVisible(gateway in _WITH_USER)
        self.try_it.setVisible(bool(gateway))
        self._by_hand.setVisible(not gateway)
        if gateway != self.kit.settings.sms_gateway:
            self.show_said("muted", "")

    def _no_sender(self) -> str:
        say = self.kit.words.say
        return "" if self._sender.text().strip() else say("Write the line from which the texts come.")

    def _no_user(self) -> str:
        say = self.kit.words.say
        return "" if self._user.text().strip() else say("Write the name of your account there.")

    def _wrong_url(self) -> str:
        return _wrong_address(self.kit, self._url)


class TelegramCard(ChannelCard):
    """The shop's Telegram bot."""

    channel = Channel.TELEGRAM

    def __init__(self, kit: Kit) -> None:
        say = kit.words.say
        super().__init__(kit, say("Telegram bot"))
        self._bot = line_of(kit, kit.settings.telegram_bot, ltr=True)
        hint = say("empty: no bot")
        bot = self.field("telegram_bot", say("Name of the bot"), self._bot, hint, self._wrong_bot)
        self.body.addLayout(side_by_side(kit, bot, self.secret_field()))
        self.close_card()

    def values(self) -> Mapping[str, Value]:
        """Give the settings as they are written on the card."""
        return {"telegram_bot": self._bot.text()}

    def _wrong_bot(self) -> str:
        text = self._bot.text().strip()
        if not text or _BOT.fullmatch(text):
            return ""
        return self.kit.words.say("Write the user name of the bot, such as {name}.", name="@noori_shop_bot")


class WebhookCard(ChannelCard):
    """Another service that takes messages over the web, signed with a secret."""

    channel = Channel.WEBHOOK

    def __init__(self, kit: Kit) -> None:
        say, now = kit.words.say, kit.settings
        super().__init__(kit, say("Another service (webhook)"))
        self._url = line_of(kit, now.webhook_url, ltr=True)
        self._name = line_of(kit, now.webhook_name)
        hint = say("empty: none")
        url = self.field("webhook_url", say("Address"), self._url, hint, self._wrong_url)
        name = self.field("webhook_name", say("Name"), self._name)
        self.body.addWidget(url)
        self.body.addLayout(side_by_side(kit, name, self.secret_field()))
        self.close_card()

    def values(self) -> Mapping[str, Value]:
        """Give the settings as they are written on the card."""
        return {"webhook_url": self._url.text(), "webhook_name": self._name.text()}

    def _wrong_url(self) -> str:
        return _wrong_address(self.kit, self._url)


def _wrong_address(kit: Kit, line: LineEdit) -> str:
    text = line.text().strip()
    if not text or _ADDRESS.fullmatch(text):
        return ""
    return kit.words.say("Write the whole address, such as {address}.", address="https://example.com/shop")
