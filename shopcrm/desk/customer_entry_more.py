"""The third part of a customer's form: tastes, addresses, a note, how and in which language to tell them."""

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.tags_field import in_words
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Combo, Option
from shopcrm.desk.widgets.fields import Field, LineEdit, TextArea
from shopcrm.rules.delivery import Channel
from shopcrm.rules.people import split_label
from shopcrm.rules.text import fold
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.preferences import Kind, PreferenceView, Source, Taste


class MoreEntry(QWidget):
    """What is told of somebody in time; all of it may stay empty."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        look = kit.look
        self._kit = kit
        self._sheet: CustomerSheet | None = None
        self.addresses, self.note = TextArea(look, lines=4), TextArea(look, lines=4)
        self.language = Choice(look, _languages(kit), kind=ChoiceKind.BUTTONS)
        self.channel = Combo(look, _channels(kit))
        self.likes, self.avoids = LineEdit(look, icon="heart"), LineEdit(look, icon="ban")
        self.language.choose("")
        self.channel.choose("")
        self.fields = self._make_fields()
        self._furnish()

    def fill(self, sheet: CustomerSheet) -> None:
        """Show what is known by now."""
        words = self._kit.words
        self._sheet = sheet
        self.addresses.setPlainText(
            "\n\n".join(
                f"{sheet.labels[home]}: {home}" if home in sheet.labels else home for home in sheet.addresses
            )
        )
        self.note.setPlainText(sheet.note)
        self.language.choose(sheet.language or "")
        self.channel.choose(sheet.preferred_channel.value if sheet.preferred_channel else "")
        for line, kind in ((self.likes, Kind.LIKES), (self.avoids, Kind.AVOIDS)):
            line.setText(words.listing([taste.words for taste in _told(sheet) if _is_plain(taste, kind)]))

    def written(self) -> dict[str, str]:
        """Read what stands there, by the names that a draft has for it."""
        return {
            "addresses": self.addresses.toPlainText(),
            "note": self.note.toPlainText(),
            "language": self.language.value() or "",
            "preferred_channel": self.channel.value() or "",
            "likes": self.likes.text(),
            "avoids": self.avoids.text(),
        }

    def tastes(self) -> list[Taste]:
        """Give all they told: what is not plain words of likes and avoids stays as it was."""
        lines = {Kind.LIKES: self.likes, Kind.AVOIDS: self.avoids}
        told = _told(self._sheet) if self._sheet is not None else []
        plain = [taste for taste in told if any(_is_plain(taste, kind) for kind in lines)]
        strengths = {fold(taste.words): taste.strength for taste in plain}
        fresh = {
            fold(word): Taste(kind, words=word, strength=strengths.get(fold(word), 2))
            for kind, line in lines.items()
            for word in in_words(line.text())
        }
        return [_as_told(taste) for taste in told if taste not in plain] + list(fresh.values())

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        commas = say("a comma between them")
        empty_line = say("an empty line between two")
        return {
            "addresses": Field(look, say("Addresses"), self.addresses, hint=empty_line),
            "note": Field(look, say("Note"), self.note),
            "language": Field(look, say("Language of messages"), self.language),
            "preferred_channel": Field(look, say("Rather told by"), self.channel),
            "likes": Field(look, say("Likes"), self.likes, hint=commas),
            "avoids": Field(look, say("Avoids"), self.avoids, hint=commas),
        }

    def _furnish(self) -> None:
        of, gap = self.fields, self._kit.look.size(12)
        whole = column(
            row((of["likes"], 1), (of["avoids"], 1), gap=gap),
            row((of["language"], 1), (of["preferred_channel"], 1), gap=gap),
            row((of["addresses"], 1), (of["note"], 1), gap=gap),
            None,
            gap=gap,
        )
        self.setLayout(whole)


def homes(text: str | None) -> list[Labelled] | None:
    """Read postal addresses with an empty line between two; None where nothing was changed."""
    if text is None:
        return None
    blocks = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return [Labelled(home, label) for label, home in map(split_label, blocks) if home]


def _languages(kit: Kit) -> list[Option]:
    return [Option("", kit.words.say("as the shop")), Option("en", "English"), Option("fa", "فارسی")]


def _channels(kit: Kit) -> list[Option]:
    say = kit.words.say
    named = {
        "": say("no matter how"),
        Channel.SMS: say("text message"),
        Channel.EMAIL: say("e-mail"),
        Channel.WHATSAPP: say("WhatsApp"),
        Channel.TELEGRAM: say("Telegram"),
        Channel.CALL: say("call"),
        Channel.LETTER: say("letter"),
        Channel.IN_PERSON: say("in person"),
    }
    return [Option(str(value), text) for value, text in named.items()]


def _told(sheet: CustomerSheet) -> list[PreferenceView]:
    return [taste for taste in sheet.preferences if taste.source is Source.TOLD]


def _is_plain(taste: Taste, kind: Kind) -> bool:
    """Whether a taste is plain words, which is what the two lines hold."""
    return taste.kind is kind and bool(taste.words) and not taste.attribute


def _as_told(taste: Taste) -> Taste:
    return Taste(
        taste.kind,
        taste.product_id,
        taste.category_id,
        taste.words,
        taste.strength,
        attribute=taste.attribute,
    )
