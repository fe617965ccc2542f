"""The ways by which a message can reach one person, and why the others cannot be taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.tips import put_tip
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.wording import Words
from shopcrm.services.reach import Reach, channel_for, ways_of

_EACH = "each"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is written to, by the name that stands on the screen."""

    name: str
    reach: Reach


class WayChoice(QWidget):
    """One way is chosen, at first the one that suits the person; a word in person is always allowed.

    For several people the first choice is whatever suits each of them.
    """

    picked = Signal()

    def __init__(self, kit: Kit, reaches: Sequence[Reach]) -> None:
        super().__init__()
        self._kit, self._reaches, self._purpose = kit, list(reaches), Purpose.NEWS
        self._ways = ways_of(kit.settings)
        words, look = kit.words, kit.look
        self._channels = [*self._ways.order, Channel.IN_PERSON]
        options = [Option(one, way_name(words, one)) for one in self._channels]
        if self._is_for_several():
            options.insert(0, Option(_EACH, words.say("As suits each")))
        self.choice = Choice(look, options, name=words.say("How it goes"))
        self.why = Label(look, "", Type.CAPTION, "muted", wrap=True)
        title = Label(look, words.say("How it goes"), Type.LABEL)
        self.setLayout(column(title, self.choice, self.why, gap=look.size(6)))
        self.choice.picked.connect(self._on_picked)
        self.set_purpose(Purpose.NEWS)

    def channel(self) -> Channel | None:
        """Tell the way that is chosen, or None where each gets it as suits them."""
        chosen = self.choice.value()
        if isinstance(chosen, Channel):
            return chosen
        return None if self._is_for_several() else Channel.IN_PERSON

    def is_only_in_person(self) -> bool:
        """Whether nobody is written to, so that it is all noted on their cards."""
        return all(self._goes(reach, self.channel()) is Channel.IN_PERSON for reach in self._reaches)

    def set_purpose(self, purpose: Purpose) -> None:
        """Allow what they agreed to for this purpose, and choose what suits them best."""
        self._purpose = purpose
        shut = {one: why for one in self._channels if (why := self._why_not(one))}
        buttons = self.choice.buttons()[-len(self._channels) :]
        for one, button in zip(self._channels, buttons, strict=True):
            button.setEnabled(one not in shut)
            button.setAccessibleDescription(shut.get(one, ""))
            put_tip(button, shut.get(one, ""))
        if self._is_for_several():
            self.choice.choose(_EACH)
            self._count()
            return
        self.choice.choose(channel_for(self._reaches[0], purpose, self._ways))
        words = self._kit.words
        said = [words.say("{way}: {why}", way=way_name(words, one), why=why) for one, why in shut.items()]
        self.why.setText("\n".join(said))
        self.why.setVisible(bool(said))

    def _is_for_several(self) -> bool:
        return len(self._reaches) > 1

    def _why_not(self, channel: Channel) -> str:
        """Say why a way cannot be taken by anybody, or nothing where it can."""
        reasons = [self._why_not_by(reach, channel) for reach in self._reaches]
        if not all(reasons):
            return ""
        return reasons[0] if len(reasons) == 1 else self._kit.words.say("nobody can be told that way")

    def _why_not_by(self, reach: Reach, channel: Channel) -> str:
        words = self._kit.words
        if channel is Channel.IN_PERSON:
            return ""
        if not reach.where(channel):
            return words.say("nothing to reach them by is known")
        if reach.may(self._purpose, channel):
            return ""
        asked = (self._purpose, channel, False) in reach.said
        return words.say("they said no") if asked else words.say("they were not asked yet")

    def _count(self) -> None:
        """Tell how many go by which way, so that nobody is surprised who is left to be told in person."""
        words, chosen = self._kit.words, self.channel()
        counts = Counter(self._goes(reach, chosen) for reach in self._reaches)
        said = [
            words.say("{way}: {count}", way=way_name(words, one), count=counts[one])
            for one in self._channels
            if counts[one]
        ]
        self.why.setText(words.listing(said))

    def _goes(self, reach: Reach, chosen: Channel | None) -> Channel:
        if chosen is None:
            return channel_for(reach, self._purpose, self._ways)
        return Channel.IN_PERSON if self._why_not_by(reach, chosen) else chosen

    def _on_picked(self, _channel: object) -> None:
        if self._is_for_several():
            self._count()
        self.picked.emit()


def way_name(words: Words, channel: Channel) -> str:
    """Name a way as it stands on a pill."""
    names = {
        Channel.EMAIL: words.say("E-mail"),
        Channel.SMS: words.say("Text message"),
        Channel.WHATSAPP: words.say("WhatsApp"),
        Channel.TELEGRAM: words.say("Telegram"),
        Channel.WEBHOOK: words.say("Another service"),
        Channel.CALL: words.say("Call"),
        Channel.LETTER: words.say("Letter"),
        Channel.IN_PERSON: words.say("In person"),
    }
    return names[channel]
