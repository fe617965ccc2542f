"""Takes in a complaint, an idea or kind words while the customer talks; not a word of it is ever lost."""

import secrets
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QMenu, QWidget

from shopcrm.desk import complaint_words as named
from shopcrm.desk.complaint_form import ComplaintForm
from shopcrm.desk.complaint_photos import has_picture
from shopcrm.desk.complaint_saving import Saving
from shopcrm.desk.complaint_side import ClocksCard, GuaranteeCard, SayCard, SideCards
from shopcrm.desk.kit import Kit
from shopcrm.desk.photo_view import PhotoDialog
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind
from shopcrm.rules.errors import ShopError
from shopcrm.services import case_additions, case_taking, complaint_drafts, staff
from shopcrm.services.case_taking import Outlook
from shopcrm.services.complaint_drafts import Kept, LeftDraft
from shopcrm.services.complaints import Recorded
from shopcrm.services.staff import StaffRow

_WIDE, _SIDE, _LOW = 1040, 320, 760
"""The dialog and what stands beside the inputs in design pixels; a window lower than the last is small."""


class ComplaintDialog(DialogFrame):
    """`recorded` carries the case, `added` the id and number of the open one to which the words were added.

    `kept` comes with the number when a draft is kept; with a draft it goes on where it was left. With `slip`
    pressed the slip is wanted once it is recorded, when its number and clocks are known.
    """

    recorded = Signal(object)
    added = Signal(int, int)
    kept = Signal(int)

    def __init__(
        self, kit: Kit, parent: QWidget, customer_id: int | None = None, left: LeftDraft | None = None
    ) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(
            look,
            kit.words,
            say("New complaint"),
            say("Record complaint"),
            parent=parent,
            line=say("Kept even if you close this window"),
            icon="octagon-alert",
            alarm=True,
            cancel=say("Keep as draft"),
            width=_WIDE,
        )
        self._kit, self._key = kit, secrets.token_hex(16)
        self._add_to: tuple[int, int] | None = None
        self._is_adding = False
        self._small = parent.window().height() < look.size(_LOW)
        self.form = ComplaintForm(kit, small=self._small)
        self.say = SayCard(kit, small=self._small)
        self.clocks, self.guarantee = ClocksCard(kit), GuaranteeCard(kit)
        self.saving = Saving(kit, self, left.id if left is not None else None)
        self.form.photos.case_id = self._case_id
        self._number = left.number if left is not None else 0
        self._furnish()
        self._listen()
        self._begin(customer_id, left)

    def reject(self) -> None:
        """Keep what is there as a draft; what was rubbed out again to the last letter is put away."""
        draft, saving = self.form.draft(), self.saving
        if draft == saving.blank and not self.form.photos.count:
            if saving.draft_id is not None:
                saving.put_away()
        else:
            saving.hear(draft)
            saving.settle()
            self.kept.emit(self._number)
        super().reject()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save before the lock hides it: behind the lock nobody can."""
        self.saving.settle()
        super().hideEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let photos be dropped anywhere on it."""
        if has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the photos that were dropped."""
        self.form.photos.take_mime(event.mimeData())
        event.acceptProposedAction()

    def _furnish(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        self.setAcceptDrops(True)
        self.form.words.setAcceptDrops(False)
        self._offer = Card(look, ground="accent_soft", edge="accent", padding=0)
        self._offer_words = Label(look, "", Type.LABEL, "accent_ink", wrap=True)
        self.adds = Button(look, "", icon="corner-down-right", key="Alt+A", height=32, mirror=True)
        side, air = look.size(10), look.size(6)
        self._offer.body.setContentsMargins(side, air, air, air)
        sign = Icon(look, "octagon-alert", "accent_ink", 18)
        self._offer.body.addLayout(row(sign, (self._offer_words, 1), self.adds, gap=look.size(8)))
        self._offer.hide()
        self._side = SideCards(self.say, self.clocks, self.guarantee, gap=look.size(12))
        inputs = QWidget()
        inputs.setLayout(column(self._offer, (self.form, 1), gap=look.size(10)))
        self._panes = fold((inputs, 1), self._side, gap=look.size(20), least=look.size(800))
        self._panes.give(self._side, look.size(_SIDE))
        self.body.addLayout(self._panes)
        self.slip = Button(look, say("Print slip"), icon="printer", key="Ctrl+P", checkable=True)
        self.slip.setAccessibleDescription(say("The slip is shown once the case is recorded."))
        self.add_side(self.slip)
        self.guarantee.hide()
        self.clocks.show_responsible("")
        self.clocks.responsible.setText(say("whoever records it"))

    def _listen(self) -> None:
        form, photos = self.form, self.form.photos
        form.changed.connect(self._on_changed)
        form.turned.connect(self._look_ahead)
        photos.wanted.connect(self._on_photo_wanted)
        photos.changed.connect(self._on_photos)
        photos.shown.connect(self._on_photo_shown)
        photos.failed.connect(self._on_refused)
        self.saving.kept.connect(self._on_kept)
        self.saving.failed.connect(self._on_refused)
        self.adds.clicked.connect(self._on_adds)
        self.clocks.responsible_asked.connect(self._on_responsible)
        self.agreed.connect(self._on_agreed)

    def _begin(self, customer_id: int | None, left: LeftDraft | None) -> None:
        lane = self._kit.lanes.quick
        if left is None:
            self.form.show_who(customer_id)
            self.saving.blank = self.form.draft()
            lane.ask(self, self._on_number, complaint_drafts.next_number)
        else:
            self.form.fill(left.draft)
            self.form.show_who(left.draft.customer_id)
            self._on_number(left.number)
            lane.ask(self, self._on_photos_known, case_taking.photos, left.id)
        lane.ask(self, self._on_staff, staff.everybody)
        self._look_ahead()
        self.form.begin()

    def _case_id(self) -> int:
        """Give the draft on which photos are kept; asked for when it was saved."""
        if self.saving.draft_id is None:
            raise complaint_drafts.NoSuchComplaint(number=str(self._number))
        return self.saving.draft_id

    def _on_number(self, number: int) -> None:
        if self.saving.draft_id is None or not self._number:
            self._number = number
        self._show_title()

    def _show_title(self) -> None:
        say, kind = self._kit.words.say, self.form.kind.value()
        titles = {
            Kind.COMPLAINT: (say("New complaint"), say("Record complaint")),
            Kind.SUGGESTION: (say("New suggestion"), say("Record suggestion")),
            Kind.PRAISE: (say("Praise"), say("Record praise")),
        }
        title, main = titles[kind]
        self.title.setText(title)
        self.setAccessibleName(title)
        if self._is_adding and self._add_to is not None:
            main = say("Add to No. {number}", number=str(self._add_to[1]))
        self.main.setText(main)
        number = str(self._number)
        self.line.setText(say("No. {number}, kept even if you close this window", number=number))

    def _look_ahead(self) -> None:
        """Have what is said and promised follow what it is about and how upset somebody is."""
        draft = self.form.draft()
        self._show_title()
        shop = self._kit.program.shop
        read = partial(shop.ask, case_taking.outlook, draft.about, draft.severity, draft.order_id)
        self._kit.lanes.quick.run(self, self._on_outlook, read, slot="outlook")
        self._show_offer()

    def _on_outlook(self, seen: Outlook) -> None:
        draft = self.form.draft()
        complains = draft.kind is Kind.COMPLAINT
        if complains:
            self.say.show_phrases(seen.say, seen.avoid)
        else:
            thanks = self._kit.words.say("Thank you for telling us. I am writing it down for everybody.")
            self.say.show_phrases((thanks,), ())
        self.clocks.show_clocks(seen.answer, seen.settle, runs=complains)
        self.guarantee.show_guarantee(
            seen.guarantee if complains else None,
            ready=seen.ready,
            named_somebody=draft.customer_id is not None,
        )

    def _show_offer(self) -> None:
        """Offer the open case on the same sale first."""
        matter, words = self.form.matter.matter, self._kit.words
        there = matter is not None and matter.open_id is not None
        mine = there and matter is not None and matter.open_id != self.saving.draft_id
        self._add_to = None
        if mine and matter is not None and self.form.kind.value() is Kind.COMPLAINT:
            self._add_to = (matter.open_id or 0, matter.open_number or 0)
        shown = self._offer.isVisibleTo(self)
        self._offer.setVisible(self._add_to is not None)
        self._is_adding = self._is_adding and self._add_to is not None
        if self._add_to is None:
            return
        number = str(self._add_to[1])
        if self._is_adding:
            self._offer_words.setText(words.say("These words are added to No. {number}.", number=number))
            self.adds.setText(words.say("Record it apart"))
        else:
            self._offer_words.setText(
                words.say("No. {number} on the same sale is still open.", number=number)
            )
            self.adds.setText(words.say("Add to {number}", number=number))
        if not shown and self.isVisible():
            self.fit_anew()

    def _on_adds(self) -> None:
        self._is_adding = not self._is_adding
        self._show_offer()
        self._show_title()

    def _on_changed(self) -> None:
        self.form.words.show_saved("")
        self.saving.hear(self.form.draft())

    def _on_photo_wanted(self) -> None:
        self.saving.begin(self.form.draft())

    def _on_photos(self, _count: int) -> None:
        self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_photos_known(self, ids: list[int]) -> None:
        self.form.photos.show_case(ids)

    def _on_photo_shown(self, image: bytes, name: str) -> None:
        PhotoDialog(self._kit, image, name, self).open()

    def _on_kept(self, kept: Kept) -> None:
        self._number = kept.number
        self._show_title()
        if not self.saving.waits:
            self.form.words.show_saved(named.saved_at(self._kit.words, kept.saved_at))

    def _on_staff(self, people: list[StaffRow]) -> None:
        self._staff = [one.name for one in people]
        who = self._kit.program.shop.who
        self._me = who.actor
        name = self.form.responsible or (who.actor if who.signed_in else "")
        if name:
            self.clocks.show_responsible(name)

    def _on_responsible(self) -> None:
        """Choose who answers for it from those who work here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in dict.fromkeys([*self._staff, self._me]):
            if name:
                menu.addAction(named.person_name(self._kit.words, name), partial(self._on_named, name))
        button = self.clocks.responsible
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_named(self, name: str) -> None:
        self.clocks.show_responsible(name)
        self.form.set_responsible(name)

    def _on_agreed(self) -> None:
        draft, shop, saving = self.form.draft(), self._kit.program.shop, self.saving
        if not self.form.is_right():
            return
        self.main.setEnabled(False)
        saving.stop()
        lane = self._kit.lanes.quick
        if self._is_adding and self._add_to is not None:
            target, number = self._add_to

            def add() -> int:
                shop.do(case_additions.add_to, target, draft.words, saving.draft_id)
                return number

            lane.run(self, self._on_added, add, self._on_not_recorded)
            return
        guarantee = self.guarantee.guarantee

        def record() -> Recorded:
            # Its draft has its number only once the lane has saved it.
            return shop.do(case_taking.take, draft, saving.draft_id, self._key, guarantee)

        lane.run(self, self._on_recorded, record, self._on_not_recorded)

    def _on_recorded(self, recorded: Recorded) -> None:
        self.recorded.emit(recorded)
        self.accept()

    def _on_added(self, number: int) -> None:
        target = self._add_to[0] if self._add_to is not None else 0
        self.added.emit(target, number)
        self.accept()

    def _on_not_recorded(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self.saving.go_on()
        self.saving.hear(self.form.draft())
        kept = self.saving.waits or self.saving.draft_id is not None
        self.saving.settle()
        self._say_wrong(error, self._kit.words.say("The draft is kept.") if kept else "")

    def _on_refused(self, error: Exception) -> None:
        self._say_wrong(error, "")

    def _say_wrong(self, error: Exception, kept: str) -> None:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.form.show_error(f"{self._kit.words.tell(said)} {kept}".strip())
        self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)


def what_came(kit: Kit, recorded: Recorded, kind: Kind = Kind.COMPLAINT) -> str:
    """Say that a case is recorded, and by when somebody answers."""
    words, number = kit.words, str(recorded.number)
    what = words.tell(rules.kind_words(kind))
    if recorded.answer_due is None:
        return words.say("{what} No. {number} is recorded.", what=what, number=number)
    due = named.due_text(kit, recorded.answer_due)
    return words.say(
        "{what} No. {number} is recorded. First answer by {due}.", what=what, number=number, due=due
    )
