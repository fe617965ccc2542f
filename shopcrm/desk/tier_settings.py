"""The card that says what tiers are measured by, over which time, and when they are lost."""

from shopcrm.desk.form_card import SettingCard, between, number_line, side_by_side, whole
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.rules.tiers import Down, Measure, Span

_MOST_MONTHS, _MOST_DAYS = 60, 365


class TierSettings(SettingCard):
    """Measure, window and downgrade; and a button that lifts whoever deserves more than they have."""

    def __init__(self, kit: Kit) -> None:
        say, now = kit.words.say, kit.settings
        super().__init__(kit, say("How tiers are reached and kept"))
        self.measure = Choice(
            kit.look,
            [
                Option(Measure.SPEND, say("money spent"), "banknote"),
                Option(Measure.POINTS, say("points earned"), "coins"),
                Option(Measure.VISITS, say("visits"), "store"),
            ],
            name=say("Measured by"),
        )
        self.span = Choice(
            kit.look,
            [Option(Span.MONTHS, say("the last months")), Option(Span.YEAR, say("the calendar year"))],
            name=say("Over"),
        )
        self.down = Choice(
            kit.look,
            [
                Option(Down.PERIOD, say("after the next period")),
                Option(Down.RETURNED, say("with a return only")),
                Option(Down.NEVER, say("never")),
            ],
            name=say("Going down"),
        )
        self.months = number_line(kit, now.tier_months)
        self.ahead = number_line(kit, now.tier_announce_days)
        self.measure.choose(Measure(now.tier_measure))
        self.span.choose(Span(now.tier_window))
        self.down.choose(Down(now.tier_down))
        self._furnish()
        self.span.picked.connect(self._on_span)
        self.down.picked.connect(self._on_down)
        self._on_span(self.span.value())
        self._on_down(self.down.value())

    def _furnish(self) -> None:
        kit, say = self.kit, self.kit.words.say
        self.body.addWidget(self.field("tier_measure", say("Measured by"), self.measure))
        self.body.addWidget(self.field("tier_window", say("Over"), self.span))
        self.body.addWidget(self.field("tier_down", say("Going down"), self.down))
        months = between(kit, self.months, 1, _MOST_MONTHS)
        ahead = between(kit, self.ahead, 0, _MOST_DAYS)
        self.body.addLayout(
            side_by_side(
                kit,
                self.field("tier_months", say("Months"), self.months, check=months),
                self.field("tier_announce_days", say("Said ahead, days"), self.ahead, check=ahead),
            )
        )
        self.lift = Button(
            kit.look, say("Lift all who deserve it"), ButtonKind.GHOST, icon="chevrons-up", height=32
        )
        self.add_save(self._on_save, self.lift)

    def _on_span(self, span: Span) -> None:
        self.fields["tier_months"].setVisible(span is Span.MONTHS)

    def _on_down(self, down: Down) -> None:
        self.fields["tier_announce_days"].setVisible(down is Down.PERIOD)

    def _on_save(self) -> None:
        if not self.is_right():
            return
        self.change(
            tier_measure=self.measure.value().value,
            tier_window=self.span.value().value,
            tier_down=self.down.value().value,
            tier_months=whole(self.months),
            tier_announce_days=whole(self.ahead),
        )
