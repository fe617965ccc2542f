"""The cards about writing: when and how often, greetings, and what is made of what comes back."""

from PySide6.QtCore import Signal

from shopcrm.desk.form_card import SettingCard, between, line_of, number_line, side_by_side, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import CheckBox
from shopcrm.desk.widgets.labels import Label
from shopcrm.services.settings import Settings


class WritingCard(SettingCard):
    """A card about writing; what it changes may let something go out at once."""

    def change(self, **values: str | int | bool | None) -> None:
        """Change the decisions, and look at once whether something can go out now."""
        self.change_then(self._on_changed, values)

    def _on_changed(self, decided: Settings) -> None:
        self.kit.program.hurry_sending()
        self.decided.emit(decided)


class QuietCard(WritingCard):
    """When and how often the shop writes to people."""

    def __init__(self, kit: Kit) -> None:
        say, now = kit.words.say, kit.settings
        super().__init__(kit, say("When to write"))
        self._from, self._until = number_line(kit, now.quiet_from), number_line(kit, now.quiet_until)
        self._cap, self._repeat = number_line(kit, now.weekly_cap), number_line(kit, now.repeat_days)
        hours = between(kit, self._from, 0, 23), between(kit, self._until, 0, 23)
        quiet = self.field("quiet_from", say("Quiet from hour"), self._from, check=hours[0])
        until = self.field("quiet_until", say("until hour"), self._until, check=hours[1])
        cap = self.field(
            "weekly_cap", say("News per person and week"), self._cap, check=between(kit, self._cap, 1, 50)
        )
        repeat = self.field(
            "repeat_days",
            say("Days before the same news again"),
            self._repeat,
            check=between(kit, self._repeat, 0, 365),
        )
        self.body.addLayout(side_by_side(kit, quiet, until))
        self.body.addLayout(side_by_side(kit, cap, repeat))
        self.add_save(self._on_save)

    def _on_save(self) -> None:
        if self.is_right():
            self.change(
                quiet_from=whole(self._from),
                quiet_until=whole(self._until),
                weekly_cap=whole(self._cap),
                repeat_days=whole(self._repeat),
            )


class GreetingsCard(WritingCard):
    """Whether people are greeted on their days, and when; the texts are behind a button."""

    texts_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(kit, say("Greetings and texts"))
        self._greet = CheckBox(look, say("Greet people on their days"))
        self._greet.setChecked(now.greet)
        self._hour = number_line(kit, now.greet_hour)
        hour = self.field("greet_hour", say("At hour"), self._hour, check=between(kit, self._hour, 0, 23))
        why = say("Only who takes news is greeted, once for each day. Letters are written some days ahead.")
        self.body.addWidget(self._greet)
        self.body.addLayout(row((hour, 1), None, gap=look.size(12)))
        self.body.addWidget(Label(look, why, Type.CAPTION, "muted", wrap=True))
        texts = Button(look, say("Our texts"), icon="file-pen", key="Ctrl+T", height=32)
        texts.clicked.connect(self.texts_wanted)
        self.add_save(self._on_save, texts)

    def _on_save(self) -> None:
        if self.is_right():
            self.change(greet=self._greet.isChecked(), greet_hour=whole(self._hour))


class AnswersCard(WritingCard):
    """What is done by hand in WhatsApp, the words that end news, and when a purchase counts as an answer."""

    def __init__(self, kit: Kit) -> None:
        say, look, now = kit.words.say, kit.look, kit.settings
        super().__init__(kit, say("WhatsApp and answers"))
        self._whatsapp = CheckBox(look, say("Write in WhatsApp by hand"))
        self._whatsapp.setChecked(now.whatsapp)
        self._words = line_of(kit, now.stop_words)
        self._days = number_line(kit, now.link_days)
        hint = say("parted by commas")
        stop = self.field("stop_words", say("More words that end news"), self._words, hint)
        days = self.field(
            "link_days",
            say("Days in which a purchase counts as an answer"),
            self._days,
            check=between(kit, self._days, 0, 365),
        )
        known = say("Stop, unsubscribe, 11 and the like are always understood, in both languages.")
        self.body.addWidget(self._whatsapp)
        self.body.addWidget(stop)
        self.body.addWidget(Label(look, known, Type.CAPTION, "muted", wrap=True))
        self.body.addWidget(days)
        self.add_save(self._on_save)

    def _on_save(self) -> None:
        if self.is_right():
            self.change(
                whatsapp=self._whatsapp.isChecked(),
                stop_words=self._words.text(),
                link_days=whole(self._days),
            )
