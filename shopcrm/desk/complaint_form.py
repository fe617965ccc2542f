"""What is taken in of a complaint: who, which one, about, their words, how upset, what they want, photos."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.complaint_matter import MatterField
from shopcrm.desk.complaint_photos import PhotoStrip, WordsBox
from shopcrm.desk.kit import Kit
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import mark_wrong
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import SEVERITIES, About, Kind, Want
from shopcrm.services import case_choices
from shopcrm.services.case_choices import Matters
from shopcrm.services.complaint_drafts import CaseDraft
from shopcrm.services.people import Person

_LINES, _FEW_LINES = 5, 3
_ABOUT = tuple(about for about in About if about is not About.NOT_YET)


class ComplaintForm(QWidget):
    """The inputs; `changed` comes with each change, `turned` where what is beside them has to follow."""

    changed = Signal()
    turned = Signal()

    def __init__(self, kit: Kit, *, small: bool) -> None:
        super().__init__()
        look, words, say = kit.look, kit.words, kit.words.say
        self._kit, self._small = kit, small
        self._filling = False
        self._responsible = ""
        self._customer_id: int | None = None
        self.who = PersonField(kit, say("Who"), hint=say("or nobody"), key="F2")
        self.matter = MatterField(kit)
        abouts = [Option(one, words.tell(rules.about_words(one)), named.ABOUT_ICONS[one]) for one in _ABOUT]
        self.about = Choice(look, abouts, kind=ChoiceKind.BUTTONS, name=say("About"))
        kinds = [Option(one, words.tell(rules.kind_words(one)), named.KIND_ICONS[one]) for one in Kind]
        self.kind = Choice(look, kinds, name=say("Complaint, suggestion or praise"))
        self.kind.choose(Kind.COMPLAINT)
        self.words = WordsBox(
            look, name=say("In the customer's words"), lines=_FEW_LINES if small else _LINES
        )
        self._error = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._error.hide()
        self.upset = self._make_faces()
        wants = [Option(one, words.tell(rules.want_words(one))) for one in Want]
        self.wants = Choice(look, wants, several=True, name=say("What would put it right"))
        self.photos = PhotoStrip(kit)
        self._build()
        self._listen()

    def draft(self) -> CaseDraft:
        """Give all that is told so far."""
        matter, kind = self.matter.matter, self.kind.value() or Kind.COMPLAINT
        complains = kind is Kind.COMPLAINT
        return CaseDraft(
            words=self.words.toPlainText(),
            kind=kind,
            about=self.about.value() or About.NOT_YET,
            customer_id=self._customer_id,
            sale_id=matter.sale_id if matter is not None else None,
            sale_ordinal=matter.sale_ordinal if matter is not None else None,
            product_id=matter.product_id if matter is not None else None,
            order_id=matter.order_id if matter is not None else None,
            staff=self.matter.staff,
            severity=(self.upset.value() or 0) if complains else 0,
            wants=tuple(self.wants.values()) if complains else (),
            responsible=self._responsible,
        )

    def fill(self, draft: CaseDraft) -> None:
        """Show what was told before."""
        self._filling = True
        self.words.setPlainText(draft.words)
        self.kind.choose(draft.kind)
        self.about.choose(draft.about)
        self.upset.choose(draft.severity)
        self.wants.choose(*draft.wants)
        self._responsible = draft.responsible
        self.matter.fill(draft, None)
        self._filling = False
        if draft.sale_id is not None or draft.order_id is not None:
            about = (draft.sale_id, draft.sale_ordinal, draft.order_id)
            read = partial(self._kit.program.shop.ask, case_choices.of_draft, *about)
            self._kit.lanes.quick.run(self, partial(self._on_matter, draft), read)

    def show_who(self, customer_id: int | None) -> None:
        """Show whom it is about, and offer what there is of them."""
        self._customer_id = customer_id
        self._kit.lanes.quick.ask(self, self._on_matters, case_choices.of_customer, customer_id)

    def set_responsible(self, name: str) -> None:
        """Have somebody answer for it."""
        self._responsible = name
        self.changed.emit()

    @property
    def responsible(self) -> str:
        """Who answers for it; empty is whoever records it."""
        return self._responsible

    def show_error(self, sentence: str) -> None:
        """Say what is wrong under the words."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        mark_wrong(self.words, wrong=bool(sentence))
        self.words.setAccessibleDescription(sentence)

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._error.text()

    def is_right(self) -> bool:
        """Tell whether nothing is half written that was to be chosen; else the keyboard goes there."""
        if not self.who.is_right():
            self._on_who_key()
            return False
        if not self.matter.is_right():
            self.matter.begin()
            return False
        return True

    def begin(self) -> None:
        """Put the keyboard into the words, at their end."""
        cursor = self.words.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.words.setTextCursor(cursor)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_faces(self) -> Choice:
        look, words = self._kit.look, self._kit.words
        kind = ChoiceKind.BUTTONS if self._small else ChoiceKind.FACES
        faces = [
            Option(
                severity,
                words.tell(rules.severity_words(severity)),
                named.FACES[severity - 1],
                "" if self._small else f"Alt+{severity}",
            )
            for severity in SEVERITIES
        ]
        return Choice(look, faces, kind=kind, name=words.say("How upset"))

    def _build(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        tight = look.size(4)
        top = fold((self.who, 1), (self.matter, 1), gap=look.size(12), least=look.size(420))
        for field in (self.who, self.matter):
            # A sentence under the one leaves the other where it is.
            top.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        label = Label(look, say("In the customer's words"), Type.LABEL, ellipsis=True)
        head = fold((label, 1), self.kind, gap=look.size(8))
        hint = Label(look, "Alt+1…5" if self._small else "", Type.CAPTION, "muted")
        self._upset = QWidget()
        upset_name = row(Label(look, say("How upset"), Type.LABEL), hint, None, gap=look.size(6))
        self._upset.setLayout(column(upset_name, self.upset, gap=tight))
        self._right = QWidget()
        right_name = Label(look, say("What would put it right"), Type.LABEL)
        self._right.setLayout(column(right_name, self.wants, gap=tight))
        about = column(Label(look, say("About"), Type.LABEL), self.about, gap=tight)
        said = column(head, (self.words, 1), self._error, gap=tight)
        gap = look.size(10 if self._small else 12)
        parts = (top, about, (said, 1), self._upset, self._right, self.photos)
        self.setLayout(column(*parts, gap=gap))

    def _listen(self) -> None:
        self.words.textChanged.connect(self._on_changed)
        self.words.pictured.connect(self.photos.take_mime)
        self.kind.picked.connect(self._on_kind)
        for choice in (self.about, self.upset):
            choice.picked.connect(self._on_turned)
        self.wants.picked.connect(self._on_changed)
        self.matter.picked.connect(self._on_matter_picked)
        self.who.box.chosen.connect(self._on_person)
        self.who.box.textEdited.connect(self._on_person_rubbed)
        keys = [("F2", self._on_who_key), ("F3", self.matter.begin)]
        if self._small:
            keys += [(f"Alt+{one}", partial(self._on_upset_key, one)) for one in SEVERITIES]
        for key, slot in keys:
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    def _on_who_key(self) -> None:
        self.who.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.who.box.selectAll()

    def _on_upset_key(self, severity: int) -> None:
        self.upset.choose(severity)
        self._on_turned(severity)

    def _on_kind(self, kind: Kind) -> None:
        """Ask how upset somebody is only where they complain."""
        complains = kind is Kind.COMPLAINT
        self._upset.setVisible(complains)
        self._right.setVisible(complains)
        self._on_turned(kind)

    def _on_turned(self, _choice: object) -> None:
        self.matter.follow(self.kind.value(), self.about.value() or About.NOT_YET)
        self.turned.emit()
        self._on_changed()

    def _on_changed(self, _choice: object = None) -> None:
        if self.error:
            self.show_error("")
        if not self._filling:
            self.changed.emit()

    def _on_person(self, person: Person) -> None:
        self.show_matters_of(person.id)

    def show_matters_of(self, customer_id: int | None) -> None:
        """Offer what there is of somebody."""
        self.show_who(customer_id)
        self.turned.emit()
        self.changed.emit()

    def _on_person_rubbed(self, text: str) -> None:
        if not text.strip():
            self.show_matters_of(None)

    def _on_matters(self, matters: Matters) -> None:
        self._customer_id = matters.customer_id
        if matters.customer_id is not None:
            self.who.show_people([Person(matters.customer_id, matters.customer)])
        self.who.show_tier(matters.tier)
        self.matter.show_matters(matters)

    def _on_matter(self, draft: CaseDraft, matter: object) -> None:
        if isinstance(matter, case_choices.Matter):
            self.matter.fill(draft, matter)
            self.turned.emit()

    def _on_matter_picked(self) -> None:
        one = self.matter.matter
        if one is not None and one.customer_id is not None and self._customer_id is None:
            self.show_who(one.customer_id)
        if one is not None and self.about.value() is None:
            self.about.choose(_guessed(one))
        self._on_turned(None)


def _guessed(one: case_choices.Matter) -> About:
    """Guess what it is about by what was chosen; whoever knows better chooses otherwise."""
    if one.order_id is not None:
        return About.DELIVERY
    return About.GOODS if one.sale_ordinal is not None else About.SALE
