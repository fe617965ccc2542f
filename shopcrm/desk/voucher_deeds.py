"""What is done about vouchers from their page: made, printed, withdrawn, activated, bought with points."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.reward_person import RewardPerson
from shopcrm.desk.dialogs.rewards import RewardChoice
from shopcrm.desk.dialogs.voucher_activate import ActivateDialog
from shopcrm.desk.dialogs.voucher_form import VoucherForm
from shopcrm.desk.dialogs.voucher_print import PrintVouchers
from shopcrm.desk.dialogs.voucher_withdraw import WithdrawDialog
from shopcrm.desk.kit import Kit
from shopcrm.services import rewards, voucher_list
from shopcrm.services.rewards import Offered, RewardRow
from shopcrm.services.voucher_issue import MOST_AT_ONCE
from shopcrm.services.voucher_list import Show, VoucherRow


class VoucherDeeds(QObject):
    """Opens the dialogs of the page `host` and says what came of them."""

    did = Signal(str)
    made = Signal(object)
    """Vouchers were made; carries their numbers."""
    shown = Signal(int)
    """A voucher is to be shown, because something came of it."""
    printed = Signal(object)
    failed = Signal(object)
    rewards_asked = Signal()
    """What points buy is to be changed."""

    def __init__(self, kit: Kit, host: QWidget) -> None:
        super().__init__(host)
        self._kit, self._host = kit, host

    def make(self) -> None:
        """Ask for new vouchers."""
        form = VoucherForm(self._kit, self._host)
        form.made.connect(self._on_made)
        form.open()

    def activate(self) -> None:
        """Take in the codes of blank vouchers."""
        dialog = ActivateDialog(self._kit, self._host)
        dialog.activated.connect(self.shown)
        dialog.open()

    def withdraw(self, voucher: VoucherRow) -> None:
        """Ask why a voucher is withdrawn."""
        dialog = WithdrawDialog(self._kit, voucher, self._host)
        dialog.withdrawn.connect(self.did)
        dialog.open()

    def print(self, voucher: VoucherRow, show: Show) -> None:
        """Ask how a voucher, or all that the list shows, are to be printed."""
        then = partial(self._on_ids, voucher.id)
        self._kit.lanes.quick.ask(self, then, voucher_list.ids, show, MOST_AT_ONCE)

    def buy(self, customer_id: int | None = None) -> None:
        """Ask whose points buy a reward, and which."""
        if customer_id is not None:
            self._offer(customer_id)
            return
        dialog = RewardPerson(self._kit, self._host)
        dialog.chosen.connect(self._offer)
        dialog.editing.connect(self.rewards_asked)
        dialog.open()

    def _on_made(self, ids: Sequence[int]) -> None:
        words = self._kit.words
        self.did.emit(words.plural("{count} voucher is made", "{count} vouchers are made", count=len(ids)))
        self.made.emit(ids)

    def _on_ids(self, voucher_id: int, ids: list[int]) -> None:
        dialog = PrintVouchers(self._kit, voucher_id, ids, self._host)
        dialog.printed.connect(self.printed)
        dialog.open()

    def _offer(self, customer_id: int) -> None:
        self._kit.lanes.quick.ask(self, self._on_offered, rewards.offered_to, customer_id)

    def _on_offered(self, offered: Offered) -> None:
        words = self._kit.words
        if not offered.rewards:
            self.did.emit(words.say("Nothing is on the list of what points buy yet."))
            return
        name = words.shown(offered.name)
        dialog = RewardChoice(self._kit, offered.rewards, name, offered.usable, self._host)
        dialog.chosen.connect(lambda reward: self._on_chosen(offered, reward))
        dialog.open()

    def _on_chosen(self, offered: Offered, reward: RewardRow) -> None:
        said = self._kit.words.say("{name} has the reward {reward}", name=offered.name, reward=reward.name)
        then = partial(self._on_bought, said)
        self._kit.lanes.quick.try_do(
            self, then, self.failed.emit, rewards.buy, offered.customer_id, reward.id
        )

    def _on_bought(self, said: str, voucher_id: int) -> None:
        self.did.emit(said)
        self.shown.emit(voucher_id)
