"""A shop in which somebody complains: Sara bought walnuts and tea, and who acts can be anybody."""

from dataclasses import dataclass, replace

from shopcrm.rules.complaints import About, Outcome, RemedyKind, State
from shopcrm.rules.roles import Role
from shopcrm.services import complaint_ends, complaint_list, complaints, remedies, vouchers
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.complaints import CaseDraft, Recorded
from shopcrm.services.remedies import Remedied, RemedyDraft
from shopcrm.services.selling import Sold
from shopcrm.services.shop import Shop, Who
from tests.services.counter_room import Room, furnish

ALI = Who("Ali", "2", Role.STAFF, signed_in=True)
MINA = Who("Mina", "1", Role.MANAGER, signed_in=True)


@dataclass
class CaseRoom:
    """The shop, its counter, and a sale of three walnuts and two teas to Sara."""

    counter: Room
    sold: Sold

    @property
    def shop(self) -> Shop:
        return self.counter.shop

    @property
    def sara(self) -> int:
        return self.counter.sara

    def draft(self, **told: object) -> CaseDraft:
        """Make what Sara tells: her walnuts were stale."""
        usual = CaseDraft("The walnuts were stale.", about=About.GOODS, customer_id=self.sara, severity=3)
        return replace(usual, **told)  # type: ignore[arg-type] # each test names what it changes

    def record(self, **told: object) -> Recorded:
        """Record a case."""
        return self.shop.do(complaints.record, self.draft(**told))

    def about_sale(self, **told: object) -> int:
        """Record a case about the sale, and give its id."""
        return self.record(sale_id=self.sold.sale_id, **told).id

    def settled(self, outcome: Outcome = Outcome.HAPPY, **told: object) -> int:
        """Record a case and settle it."""
        key = self.record(**told).id
        self.shop.do(complaint_ends.settle, key, outcome)
        return key

    def give(self, case: int, kind: RemedyKind, **more: object) -> Remedied:
        """Put a case right."""
        return self.shop.do(remedies.put_right, case, RemedyDraft(kind, **more))  # type: ignore[arg-type] # as above

    def code(self, done: Remedied) -> str:
        """Give the code of the voucher that was made."""
        key = done.voucher_id or 0
        return self.shop.ask(vouchers.terms_of, [key])[key].code

    def look(self, case: int) -> CaseView:
        return self.shop.ask(complaint_list.look, case)

    def state(self, case: int) -> State:
        return self.look(case).state


def furnished(shop: Shop) -> CaseRoom:
    """Make the shop."""
    counter = furnish(shop)
    return CaseRoom(counter, counter.sell((counter.walnuts, 3_000), (counter.tea, 2_000)))
