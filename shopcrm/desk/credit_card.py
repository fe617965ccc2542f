"""What is left at the SMS gateway; it is asked only when somebody wants to know."""

from shopcrm.desk.channel_words import credit_left, gateway_name
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.errors import ShopError


class CreditCard(Card):
    """Names the gateway and asks it for the credit by a key; a shop without a gateway has none."""

    def __init__(self, kit: Kit) -> None:
        look, say = kit.look, kit.words.say
        super().__init__(look)
        self._kit = kit
        name = gateway_name(kit.words, kit.settings.sms_gateway)
        self.says = Label(look, say("SMS gateway {name}", name=name), Type.SMALL, "muted", wrap=True)
        self.ask = Button(look, say("Credit"), icon="wallet", key="Alt+G", height=32)
        self.ask.clicked.connect(self._on_ask)
        self.body.addLayout(row((self.says, 1), self.ask))
        if not kit.settings.sms_gateway:
            self.hide()

    def _on_ask(self) -> None:
        say, program = self._kit.words.say, self._kit.program
        self.ask.turn_off(say("The gateway is being asked."))
        self.says.setText(say("The gateway is being asked."))
        self._kit.lanes.slow.run(
            self, self._on_answer, lambda: program.courier_credit(Channel.SMS), self._on_trouble
        )

    def _on_answer(self, credit: Credit | None) -> None:
        self.ask.turn_on()
        self.says.setText(credit_left(self._kit.words, credit))

    def _on_trouble(self, error: Exception) -> None:
        self.ask.turn_on()
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.says.setText(self._kit.words.tell(said))
