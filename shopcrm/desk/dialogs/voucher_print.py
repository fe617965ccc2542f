"""Asks how vouchers are to lie on paper, and how many of them; the paper is shown before it is printed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.errors import ShopError
from shopcrm.services.printed_vouchers import VoucherLayout
from shopcrm.services.printing import What

_NARROW = 58
_ROLLS = frozenset({VoucherLayout.SLIP_80, VoucherLayout.SLIP_58})
ONE, ALL = "one", "all"


class PrintVouchers(DialogFrame):
    """Makes the paper for one voucher or all of a list; `printed` carries the finished paper."""

    printed = Signal(object)

    def __init__(self, kit: Kit, one: int, ids: Sequence[int], parent: QWidget) -> None:
        """Ask for the voucher `one`, or for all of `ids`, which are those the list shows."""
        say, look = kit.words.say, kit.look
        super().__init__(
            look,
            kit.words,
            say("Print vouchers"),
            say("Show the paper"),
            parent=parent,
            icon="printer",
            main_icon="eye",
            width=640,
        )
        self._kit, self._one, self._ids = kit, one, list(ids)
        many = kit.words.plural(
            "This voucher and {count} more of the list",
            "This voucher and {count} more of the list",
            count=max(0, len(ids) - 1),
        )
        self.which = Choice(
            look, [Option(ONE, say("This voucher")), Option(ALL, many)], name=say("Which vouchers")
        )
        self.layouts = Choice(look, self._layouts(), kind=ChoiceKind.TILES, name=say("How they lie on paper"))
        self._wrong = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._wrong.hide()
        self.body.addLayout(column(self.which, self.layouts, self._wrong, gap=look.size(12)))
        self.which.choose(ONE)
        self.which.setVisible(len(self._ids) > 1)
        self.which.picked.connect(self._on_which)
        self.layouts.choose(self._slip())
        self.agreed.connect(self._on_agreed)
        self.layouts.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _slip(self) -> VoucherLayout:
        narrow = self._kit.settings.slip_width == _NARROW
        return VoucherLayout.SLIP_58 if narrow else VoucherLayout.SLIP_80

    def _layouts(self) -> list[Option]:
        say = self._kit.words.say
        return [
            Option(self._slip(), say("Slip"), "receipt"),
            Option(VoucherLayout.CARD, say("Card"), "id-card"),
            Option(VoucherLayout.SHEET_8, say("8 on a page"), "layout-grid"),
            Option(VoucherLayout.SHEET_10, say("10 on a page"), "grid-3x3"),
        ]

    def _on_which(self, which: object) -> None:
        """Offer a sheet for many; one voucher goes on a slip."""
        self.layouts.choose(VoucherLayout.SHEET_10 if which == ALL else self._slip())

    def _on_agreed(self) -> None:
        self.main.setEnabled(False)
        kit, layout = self._kit, VoucherLayout(self.layouts.value())
        ids = self._ids if self.which.value() == ALL else [self._one]
        place = kit.program.paper_place("vouchers")

        def make() -> FinishedPaper:
            kit.program.papers.vouchers_to(place, ids, layout, kit.words)
            return FinishedPaper(place, What.VOUCHER, ids, layout, slip=layout in _ROLLS)

        kit.lanes.slow.run(self, self._on_made, make, self._on_failed)

    def _on_made(self, paper: FinishedPaper) -> None:
        self.printed.emit(paper)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._wrong.setText(self._kit.words.tell(said))
        self._wrong.show()
