"""The columns of the list of cases: who and what, where it stands, by when, and who answers for it."""

from functools import partial

from shopcrm.desk import complaint_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind
from shopcrm.services.complaint_list import CaseRow


def case_columns(kit: Kit, *, small: bool = False) -> list[Column[CaseRow]]:
    """Give the columns; in a small window who answers for it is left to the sheet."""
    words = kit.words

    def who(row: CaseRow) -> str:
        name = words.shown(row.customer) if row.customer else words.say("nobody known")
        return words.say("No. {number} · {name}", number=str(row.number), name=name)

    def gist(row: CaseRow) -> str:
        return words.alone(row.gist)

    def state(row: CaseRow) -> str:
        if row.late:
            return words.say("overdue")
        return words.tell(rules.state_words(row.state))

    def what(row: CaseRow) -> str:
        kind = words.tell(rules.kind_words(row.kind))
        if row.kind is not Kind.COMPLAINT or not row.severity:
            return kind
        return words.tell(rules.severity_words(row.severity))

    def responsible(row: CaseRow) -> str:
        return named.person_name(words, row.responsible)

    columns = [
        Column(words.say("Who"), who, share=1, strong=True, second=gist, sign=_sign),
        Column(words.say("State"), state, second=what, tint=_tint),
        Column(words.say("By when"), partial(_due, kit), tint=_due_tint),
    ]
    if not small:
        columns.append(Column(words.say("Responsible"), responsible))
    return columns


def _due(kit: Kit, row: CaseRow) -> str:
    return "" if row.due is None else named.due_text(kit, row.due)


def _sign(row: CaseRow) -> Sign:
    return named.state_sign(row.state, late=row.late, size=28)


def _tint(row: CaseRow) -> Tint:
    return named.state_tint(row.state, late=row.late)


def _due_tint(row: CaseRow) -> Tint:
    return "danger" if row.late else "text"
