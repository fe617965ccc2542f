"""The file of one case on A4: everything that was said, seen, done and learned, in the order of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shopcrm.outside.paper import case_words
from shopcrm.outside.paper.blocks import Fact, draw_facts
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import BODY, NOTE, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Cell, Column, Text, draw_rows
from shopcrm.outside.paper.sheets import read_picture
from shopcrm.rules import complaints as rules
from shopcrm.rules import voucher_codes
from shopcrm.rules.complaints import State
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows, improvements
from shopcrm.services.case_files import CaseFile
from shopcrm.services.complaint_list import CaseView

_PHOTO_HEIGHT, _PHOTO_GAP = 190.0, 10.0
_SIDE_BY_SIDE = 2


def lay_case_file(heading: Heading, file: CaseFile, words: Words, fonts: Fonts) -> Paper:
    """Lay the file of a case out on A4 pages."""
    case = file.case
    kind = words.tell(rules.kind_words(case.told.kind))
    title = words.say("{kind} No. {number}", kind=kind, number=str(case.number))
    paper = Paper(fonts, words, Heading(heading.shop, title, heading.day))
    paper.text(words.say("It is {state}.", state=rules.state_words(case.state)), STRONG)
    paper.space(8)
    draw_facts(paper, _facts(words, case))
    paper.section(words.say("In their words"))
    for line in case.told.words.splitlines():
        paper.text(words.alone(line) or " ")
    _draw_photos(paper, file.photos)
    _draw_said(paper, case)
    _draw_done(paper, file)
    _draw_changes(paper, case)
    _draw_end(paper, file)
    return paper


def _facts(words: Words, case: CaseView) -> list[Fact]:
    told = case.told
    about = words.tell(rules.about_words(told.about))
    what = [about, words.alone(case.product), words.alone(told.staff)]
    if case.sale_number:
        what.append(words.say("Of the sale {number}", number=words.ltr(words.digits(case.sale_number))))
    wants = words.listing([words.tell(rules.want_words(one)) for one in told.wants])
    happened = "" if told.happened_on is None else words.long_day(told.happened_on)
    return [
        Fact(words.say("Customer"), [words.alone(words.shown(case.customer))]),
        Fact(words.say("About"), [one for one in what if one]),
        Fact(words.say("How upset"), [words.tell(rules.severity_words(told.severity))]),
        Fact(words.say("What would put it right"), [wants]),
        Fact(words.say("It happened on"), [happened]),
        Fact(words.say("Taken down"), [words.moment(case.taken_at), _by(words, case.taken_by)]),
        Fact(words.say("Responsible"), [_by(words, told.responsible) if told.responsible else ""]),
        Fact(words.say("First answer"), [_kept(words, case.answered_at, case.answer_due)]),
        Fact(words.say("Settled"), [_kept(words, case.settled_at, case.settle_due)]),
    ]


def _by(words: Words, name: str) -> str:
    return words.alone(words.shown(day_rows.person(name)))


def _kept(words: Words, at: datetime | None, due: datetime | None) -> str:
    if at is not None:
        return words.moment(at)
    return "" if due is None else words.say("due by {moment}", moment=due)


def _draw_photos(paper: Paper, photos: Sequence[bytes]) -> None:
    """Show the photos two beside each other, none larger than the paper allows."""
    pictures = [picture for picture in map(read_picture, photos) if picture is not None]
    if not pictures:
        return
    paper.section(paper.words.say("Photos"))
    room = (paper.width - _PHOTO_GAP) / _SIDE_BY_SIDE
    for start in range(0, len(pictures), _SIDE_BY_SIDE):
        row = pictures[start : start + _SIDE_BY_SIDE]
        sizes = []
        for picture in row:
            scale = min(room / picture.width, _PHOTO_HEIGHT / picture.height)
            sizes.append((picture.width * scale, picture.height * scale))
        tallest = max(height for _width, height in sizes)
        paper.need(tallest)
        edges = paper.across([room] * len(row), _PHOTO_GAP)
        for picture, (width, height), edge in zip(row, sizes, edges, strict=True):
            left = edge + (room - width if paper.rtl else 0)
            paper.picture(picture, left, paper.top, width, height)
        paper.top += tallest + _PHOTO_GAP


def _draw_said(paper: Paper, case: CaseView) -> None:
    words = paper.words
    if not case.said:
        return
    paper.section(words.say("What was said"))
    ways = {
        "told": words.say("We told them"),
        "heard": words.say("They told us"),
        "note": words.say("Note"),
    }
    columns = [Column(words.say("When")), Column(words.say("Who")), Column(words.say("What"), share=1)]
    rows: list[list[Cell]] = [
        [Text(words.moment(one.at)), Text(_by(words, one.by), ways[one.way]), Text(words.alone(one.words))]
        for one in case.said
    ]
    draw_rows(paper, columns, rows)


def _draw_done(paper: Paper, file: CaseFile) -> None:
    words = paper.words
    if not file.case.done:
        return
    paper.section(words.say("What was done to put it right"))
    columns = [Column(words.say("What"), share=1), Column(words.say("Who"))]
    rows: list[list[Cell]] = []
    for one in file.case.done:
        code = file.codes.get(one.voucher_id or 0, "")
        said = case_words.done(words, one, voucher_codes.shown(code) if code else "")
        agreed = words.say("{name} agreed", name=one.allowed_by) if one.allowed_by else ""
        rows.append([Text(said, words.alone(one.words)), Text(_by(words, one.by), agreed)])
    draw_rows(paper, columns, rows)


def _draw_changes(paper: Paper, case: CaseView) -> None:
    words = paper.words
    if not case.changes:
        return
    paper.section(words.say("How it went on"))
    columns = [Column(words.say("When")), Column(words.say("Who")), Column(words.say("What"), share=1)]
    rows: list[list[Cell]] = [
        [
            Text(words.moment(one.at)),
            Text(_by(words, one.by)),
            Text(words.tell(rules.state_words(one.state)), words.alone(one.why)),
        ]
        for one in case.changes
    ]
    draw_rows(paper, columns, rows)


def _draw_end(paper: Paper, file: CaseFile) -> None:
    """Tell how it ended: the answer, how content they are, what came after, and what was learned."""
    words, lines = paper.words, _end(paper.words, file)
    if not lines:
        return
    over = file.case.state in {State.SETTLED, State.WITHDRAWN}
    paper.section(words.say("How it ended") if over else words.say("What is known by now"))
    for line in lines:
        paper.text(line, BODY)
    for one in file.improvements:
        state = words.tell(improvements.state_words(one.state))
        paper.text(words.say("{what} ({state})", what=one.what, state=state), NOTE)


def _end(words: Words, file: CaseFile) -> list[str]:
    case, asked, after = file.case, file.asked, file.after
    lines = []
    if case.outcome:
        lines.append(words.say("The customer's answer: {answer}", answer=rules.outcome_words(case.outcome)))
    if asked is not None and asked.score is not None:
        said = words.say("Asked how content they are: {score} of 10", score=asked.score)
        lines.append(f"{said} · {words.isolate(asked.words)}" if asked.words else said)
    if after is not None and after.came_back is not None:
        lines.append(_came_back(words, after.visits or 0))
    if after is not None and after.voucher_used is not None:
        used = after.voucher_used
        lines.append(
            words.say("They used the voucher.") if used else words.say("The voucher was not used yet.")
        )
    if case.cause:
        lines.append(words.say("Why it happened: {cause}", cause=case.cause))
    if case.learned_at is not None:
        lines.append(
            words.say(
                "Closed for the shop by {name}, {moment}",
                name=day_rows.person(case.learned_by),
                moment=case.learned_at,
            )
        )
    return lines


def _came_back(words: Words, visits: int) -> str:
    if not visits:
        return words.say("They did not come back since.")
    return words.plural("They came back once since.", "They came back {count} times since.", visits)
