"""The page of vouchers: which there are, where each stands and was used; they are made and printed here."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk.found_list import FoundList, ListWords
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.voucher_columns import icon_of, voucher_columns
from shopcrm.desk.voucher_deeds import VoucherDeeds
from shopcrm.desk.voucher_sheet import Sheet
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import Choice, Combo, Option
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import PAGE, Deliver, PagedRows
from shopcrm.rules.voucher_words import STATES
from shopcrm.rules.vouchers import State
from shopcrm.rules.wording import Words
from shopcrm.services import voucher_list
from shopcrm.services.topics import Topic
from shopcrm.services.voucher_list import CampaignRow, Show, VoucherRow

_CHIPS = (None, *State)
"""The chips over the list: all, then each state."""


class VouchersPage(Page):
    """The list of vouchers, and a sheet of the one that is chosen."""

    key = "vouchers"
    icon = "ticket-percent"
    topics = frozenset({Topic.VOUCHERS, Topic.TILL})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._first: list[VoucherRow] = []
        self._campaigns: list[CampaignRow] = []
        self._counts: dict[State, int] = {}
        self._shown = Show()
        self._rows = PagedRows(voucher_columns(kit.words), self._fetch)
        self.campaign = Combo(kit.look, name=kit.words.say("Campaign"))
        options = [
            Option(state, self._chip(state), "" if state is None else icon_of(state)) for state in _CHIPS
        ]
        self.states = Choice(kit.look, options, name=kit.words.say("State"))
        self.list = self._make_list()
        self.sheet = Sheet(kit)
        self.deeds = VoucherDeeds(kit, self)
        self._build()
        self._listen()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Vouchers")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+F", say("search")),
            ("↑ ↓", say("move")),
            ("Ctrl+N", say("new")),
            ("Ctrl+P", say("print")),
            ("F4", say("activate")),
            ("F9", say("rewards")),
            ("Del", say("withdraw")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self.list.begin()

    def refresh(self) -> None:
        """Read list, campaigns and sheet again, each in its place."""
        self.kit.lanes.quick.ask(self, self._on_campaigns, voucher_list.campaigns)
        self.list.refresh()
        self.sheet.refresh()

    def show_thing(self, thing: object) -> None:
        """Show a voucher by its number."""
        if isinstance(thing, int):
            self.list.stand_nowhere()
            self.sheet.show_voucher(thing)

    def make_small(self, *, small: bool) -> None:
        """Give the sheet less room and leave a column out."""
        self._panes.give(self.sheet, self.kit.look.size(340 if small else 400))
        self.campaign.setFixedWidth(self.kit.look.size(180 if small else 260))
        self._rows.set_columns(voucher_columns(self.kit.words, small=small))

    def memory(self) -> object:
        """Remember which voucher is shown."""
        return self.sheet.voucher_id

    def _make_list(self) -> FoundList:
        look, say = self.kit.look, self.kit.words.say
        said = ListWords(
            say("Part of a code, a customer, or a campaign"),
            say("Search vouchers"),
            say("Vouchers"),
            say("New"),
        )
        air = look.size(12)
        chips = QWidget()
        chips.setLayout(column(self.states, edges=(air, 0, air, look.size(8))))
        self.activate = Button(look, say("Activate"), icon="ticket-plus", key="F4", height=32)
        self.rewards = Button(look, say("Rewards for points"), icon="gift", key="F9", height=32)
        return FoundList(
            look,
            said,
            self._rows,
            row_height=52,
            filters=self.campaign,
            chips=chips,
            beside=(self.activate, self.rewards),
        )

    def _build(self) -> None:
        ground, box = page_ground(self.kit.look)
        look = self.kit.look
        self._panes = fold((self.list, 1), self.sheet, gap=look.size(12), least=look.size(BESIDE))
        self._panes.keep_high(self.list, look.size(LOWEST))
        box.addLayout(self._panes)
        self.setLayout(column(ground, gap=0))
        self.states.choose(None)

    def _listen(self) -> None:
        self.list.asked.connect(self._on_asked)
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(self._on_opened)
        self.list.new_asked.connect(self._on_new)
        self.list.emptied.connect(self.sheet.show_nothing)
        self.list.table.left_out.connect(self._on_withdraw)
        self.states.picked.connect(self._on_picked)
        self.campaign.picked.connect(self._on_picked)
        self.activate.clicked.connect(self.deeds.activate)
        self.rewards.clicked.connect(self._on_rewards)
        self.sheet.print_asked.connect(self._on_print)
        self.sheet.withdraw_asked.connect(self._on_withdraw)
        self.sheet.activate_asked.connect(self.deeds.activate)
        self.sheet.customer_asked.connect(self._on_customer)
        self.sheet.voucher_asked.connect(self.show_thing)
        self.deeds.did.connect(self._on_did)
        self.deeds.printed.connect(self.printed)
        self.deeds.failed.connect(self.failed)
        self.deeds.rewards_asked.connect(self._on_rewards_asked)
        self.deeds.made.connect(self._on_made)
        self.deeds.shown.connect(self._on_changed)
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)

    def _wanted(self, text: str) -> Show:
        return Show(self.states.value(), text, campaign_id=self.campaign.value())

    def _fetch(self, offset: int, limit: int, deliver: Deliver) -> None:
        """Ask for a page of the list; the pages of one list do not take each other's place in the lane."""
        shop, wanted = self.kit.program.shop, self._shown

        def read() -> list[VoucherRow]:
            return shop.ask(voucher_list.page, wanted, offset, limit)

        self.kit.lanes.quick.run(self, deliver, read)

    def _on_asked(self, text: str) -> None:
        self._shown = self._wanted(text)
        search = self.kit.lanes.search
        search.ask(self, self._on_page, voucher_list.page, self._shown, 0, PAGE)

    def _on_page(self, first: list[VoucherRow]) -> None:
        self._first = first
        self.kit.lanes.search.ask(self, self._on_counts, voucher_list.counts, self._shown)

    def _on_counts(self, counts: dict[State, int]) -> None:
        self._counts = counts
        state = self._shown.state
        total = sum(counts.values()) if state is None else counts.get(state, 0)
        for button, one in zip(self.states.buttons(), _CHIPS, strict=True):
            button.setText(self._chip(one))
        self.list.show_found(self._shown.text, total, self._first)
        words = self.kit.words
        self.list.count.setText(words.plural("{count} voucher", "{count} vouchers", count=total))
        if not total:
            self._say_why_empty()

    def _chip(self, state: State | None) -> str:
        words = self.kit.words
        name = words.say("all") if state is None else words.tell(STATES[state])
        count = sum(self._counts.values()) if state is None else self._counts.get(state, 0)
        return words.say("{name} {count}", name=name, count=count) if count else name

    def _say_why_empty(self) -> None:
        words, empty, text = self.kit.words, self.list.empty, self._shown.text.strip()
        if text:
            line = words.say("Try part of a code, of a name, or of the name of a campaign.")
            empty.say(words.say("Nothing fits “{text}”", text=text), line)
        elif self._shown != Show():
            line = words.say("Choose another state or campaign above the list.")
            empty.say(words.say("No voucher stands like this"), line)
        else:
            line = words.say("Make one for a customer, or a batch to hand out.")
            empty.say(words.say("No vouchers yet"), line, words.say("New vouchers"))

    def _on_campaigns(self, campaigns: list[CampaignRow]) -> None:
        if campaigns == self._campaigns and self.campaign.count():
            return
        chosen, self._campaigns = self.campaign.value(), campaigns
        every = Option(None, self.kit.words.say("All campaigns"))
        self.campaign.set_options([every, *(Option(one.id, one.name) for one in campaigns)])
        self.campaign.choose(chosen)

    def _on_picked(self, _choice: object) -> None:
        self.list.begin_anew()

    def _on_moved(self, found: VoucherRow) -> None:
        self.sheet.show_voucher(found.id)

    def _on_opened(self, found: VoucherRow) -> None:
        self.sheet.show_voucher(found.id)
        self.sheet.begin()

    def _on_new(self, _typed: str) -> None:
        self.deeds.make()

    def _on_made(self, ids: Sequence[int]) -> None:
        self._on_changed(ids[0])

    def _on_changed(self, voucher_id: int) -> None:
        self.show_thing(voucher_id)
        self.refresh()

    def _on_did(self, said: str) -> None:
        self.did.emit(said)
        self.refresh()

    def _on_print(self, voucher: VoucherRow) -> None:
        self.deeds.print(voucher, self._shown)

    def _on_withdraw(self, voucher: VoucherRow) -> None:
        self.deeds.withdraw(voucher)

    def _on_rewards(self) -> None:
        self.deeds.buy()

    def _on_rewards_asked(self) -> None:
        self.went.emit("programme", "rewards")

    def _on_customer(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)

    def _on_next_pane(self) -> None:
        if self.sheet.has_focus_within():
            self.list.begin()
        else:
            self.sheet.begin()
