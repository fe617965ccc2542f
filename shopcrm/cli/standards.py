"""Shows the standards of the shop, changes them from a JSON file, notes who read them, saves two papers."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules import disk_words, standard_form, standard_words
from shopcrm.rules.complaints import (
    SEVERITIES,
    About,
    RemedyKind,
    about_words,
    remedy_words,
    severity_words,
)
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Money
from shopcrm.rules.standards import (
    Clocks,
    Content,
    Dos,
    Guarantees,
    Hours,
    Phrases,
    Remedies,
    Returns,
    StandardKind,
    kind_words,
)
from shopcrm.rules.wording import Words
from shopcrm.services import standards
from shopcrm.services.standards import Reader, Version

_USE = (
    "standards show [KIND] | set KIND --json-file FILE | history KIND | read [KIND] | readers | "
    "leaflet --pdf FILE | sheet --pdf FILE"
)


class FileNotRead(BadInput):
    """The file to read from is not there, or is no text."""

    sentence = "The file {file} cannot be read: {reason}. Nothing was changed."


def _describe(words: Words) -> str:
    return words.say("Show the standards, change them, note who read them, save the leaflet or the sheet")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=list(_ACTS),
        metavar=say("ACT"),
        help=say(
            "show [KIND], set KIND --json-file FILE, history KIND, read [KIND], readers, leaflet, sheet"
        ),
    )
    parser.add_argument(
        "kind",
        nargs="?",
        choices=[kind.value for kind in StandardKind],
        metavar=say("KIND"),
        help=", ".join(StandardKind),
    )
    parser.add_argument(
        "--json-file",
        metavar="FILE",
        type=Path,
        help=say("what is set, in the form that show KIND --json gives"),
    )
    parser.add_argument("--pdf", metavar="FILE", type=Path, help=say("where to save the paper"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    return _ACTS[args.act](app, args, words)


def _show(app: App, args: Namespace, words: Words) -> Answer:
    if args.kind is None:
        versions = app.shop.ask(standards.everything)
        lines = [line for one in versions for line in _lines(one, words)]
        return Answer({"standards": [_version(one) for one in versions]}, lines)
    version = app.shop.ask(standards.current, StandardKind(args.kind))
    return Answer(_version(version), _lines(version, words))


def _set(app: App, args: Namespace, words: Words) -> Answer:
    if args.kind is None or args.json_file is None:
        raise Misused(reason=_USE)
    kind = StandardKind(args.kind)
    content = standard_form.read(kind, _content(args.json_file))
    number = app.shop.do(standards.save, kind, content)
    told = words.say("{what}: version {number} holds.", what=kind_words(kind), number=number)
    return Answer(_version(app.shop.ask(standards.current, kind)), [told])


def _history(app: App, args: Namespace, words: Words) -> Answer:
    if args.kind is None:
        raise Misused(reason=_USE)
    rows = app.shop.ask(standards.history, StandardKind(args.kind))
    lines = [_head(one, words) for one in rows]
    return Answer(
        {"versions": [_version(one) for one in rows]}, lines or [words.say("Nothing was written down yet")]
    )


def _read(app: App, args: Namespace, words: Words) -> Answer:
    """Note that whoever is signed in read what holds, all of it or one kind."""
    kinds = [StandardKind(args.kind)] if args.kind else list(StandardKind)
    numbers = {one.kind: one.number for one in app.shop.ask(standards.everything) if one.kind in kinds}
    app.shop.do(standards.mark_all_read, numbers)
    left = app.shop.ask(standards.unread)
    document: dict[str, Json] = {"read": list(kinds), "unread": [one.kind for one in left]}
    return Answer(document, [words.say("Read: {what}", what=kind_words(kind)) for kind in kinds])


def _readers(app: App, args: Namespace, words: Words) -> Answer:
    del args
    book = app.shop.ask(standards.book)
    document: dict[str, Json] = {"readers": [_reader(one) for one in book.readers]}
    lines = []
    for one in book.readers:
        missing = [
            words.tell(kind_words(version.kind)) for version in book.holds if not one.has_read(version)
        ]
        name = words.isolate(one.name)
        if missing:
            lines.append(words.say("{name} has not read: {what}", name=name, what=words.listing(missing)))
        else:
            lines.append(words.say("{name} has read all of it", name=name))
    return Answer(document, lines or [words.say("Nobody was added yet")])


def _leaflet(app: App, args: Namespace, words: Words) -> Answer:
    return _paper(args, words, lambda path: app.papers.leaflet_to(path, words))


def _sheet(app: App, args: Namespace, words: Words) -> Answer:
    return _paper(args, words, lambda path: app.papers.staff_sheet_to(path, words))


def _paper(args: Namespace, words: Words, write: Callable[[Path], None]) -> Answer:
    if args.pdf is None:
        raise Misused(reason=_USE)
    write(args.pdf)
    return Answer({"pdf": str(args.pdf)}, [words.say("Saved: {place}", place=str(args.pdf))])


_ACTS: Mapping[str, Callable[[App, Namespace, Words], Answer]] = {
    "show": _show,
    "set": _set,
    "history": _history,
    "read": _read,
    "readers": _readers,
    "leaflet": _leaflet,
    "sheet": _sheet,
}


def _content(file: Path) -> str:
    """Read what is set; what `show` gave may be put in whole."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileNotRead(file=str(file), reason=disk_words.why(error)) from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text  # What is wrong with it is said where it is read.
    if isinstance(found, dict) and isinstance(found.get("content"), dict):
        return json.dumps(found["content"])
    return text


def _version(one: Version) -> dict[str, Json]:
    return {
        "kind": one.kind.value,
        "version": one.number,
        "at": one.at.isoformat() if one.at is not None else None,
        "by": one.by,
        "content": standard_form.document(one.content),
    }


def _reader(one: Reader) -> Json:
    return {
        "name": one.name,
        "read": {
            kind.value: {"version": number, "at": at.isoformat()} for kind, (number, at) in one.read.items()
        },
    }


def _head(one: Version, words: Words) -> str:
    if one.at is None:
        return words.say("{what}, as every shop begins", what=kind_words(one.kind))
    told = words.say(
        "{what}, version {number}, {moment}", what=kind_words(one.kind), number=one.number, moment=one.at
    )
    return words.listing([told, words.isolate(one.by)])


def _lines(one: Version, words: Words) -> list[str]:
    return [_head(one, words), *(f"  {line}" for line in _told(one.content, words))]


def _told(content: Content, words: Words) -> Iterator[str]:
    """Say a standard line by line."""
    match content:
        case Dos(do, dont):
            yield from (f"+ {line}" for line in do)
            yield from (f"- {line}" for line in dont)
        case Returns(terms, days):
            yield from terms.splitlines()
            yield words.plural("{count} day", "{count} days", count=days)
        case Guarantees(each):
            for one in each:
                broken = standard_words.if_broken(one)
                yield f"{one.words} {words.tell(broken)}" if broken is not None else one.words
        case Hours():
            yield from _hours(content, words)
        case Clocks():
            yield from _clocks(content, words)
        case Remedies():
            yield from _remedies(content, words)
        case Phrases(each=phrases):
            for phrase in phrases:
                about = "" if phrase.about is About.NOT_YET else f" ({words.tell(about_words(phrase.about))})"
                yield f"{'-' if phrase.avoid else '+'} {phrase.words}{about}"


def _hours(content: Hours, words: Words) -> Iterator[str]:
    for name, day in standard_form.document(content)["week"].items():
        hours = words.ltr(", ".join(day)) if day else words.say("closed")
        yield f"{name}: {hours}"
    if content.fixed:
        yield words.say("Closed on the fixed holidays of Iran")


def _clocks(content: Clocks, words: Words) -> Iterator[str]:
    for severity in SEVERITIES:
        times = content.of(severity)
        yield words.say(
            "{severity}: first answer within {answer}, settled within {settle}",
            severity=severity_words(severity),
            answer=standard_words.duration(times.answer),
            settle=standard_words.duration(times.settle),
        )


def _remedies(content: Remedies, words: Words) -> Iterator[str]:
    for severity in SEVERITIES:
        terms = content.of(severity)
        kinds = [words.tell(remedy_words(kind)) for kind in RemedyKind if kind in terms.kinds]
        told = [*kinds, *(words.tell(one) for one in standard_words.limits(terms))]
        yield f"{words.tell(severity_words(severity))}: {words.listing(told)}"
    yield words.say(
        "Above {amount} or {points} points a manager agrees.",
        amount=Money(content.alone),
        points=content.alone_points,
    )


COMMAND = Command("standards", _describe, _fill, _run)
