"""Makes two customers one, takes it back, and lists who may be known twice."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.wording import Words
from shopcrm.services import customers, duplicates, merges
from shopcrm.services.duplicates import Pair, Side

_LISTED = 50


def _describe_merge(words: Words) -> str:
    return words.say("Make two customers one, or list those who may be one person")


def _fill_merge(parser: ArgumentParser, words: Words) -> None:
    who = words.say("a customer's number here, or in another program")
    parser.add_argument("keep", nargs="?", metavar=words.say("KEEP"), help=who)
    parser.add_argument("gone", nargs="?", metavar=words.say("GONE"), help=who)
    sweep = words.say("look through all customers for those who may be one person")
    parser.add_argument("--sweep", action="store_true", help=sweep)
    listed = words.say("list those who may be one person")
    parser.add_argument("--list-likely", action="store_true", help=listed)
    parser.add_argument("--limit", type=int, default=_LISTED, help=words.say("how many to list at most"))


def _merge(app: App, args: Namespace, words: Words) -> Answer:
    if args.sweep or args.list_likely:
        return _likely(app, args, words)
    if args.keep is None or args.gone is None:
        raise Misused(reason="merge KEEP GONE | --sweep | --list-likely")
    keep_id, gone_id = (app.shop.ask(customers.by_id_or_code, text) for text in (args.keep, args.gone))
    done = app.shop.do(merges.merge, keep_id, gone_id)
    kept = app.shop.ask(duplicates.side, keep_id)
    line = words.say(
        "{name} is one person now. Take it back within {count} days: unmerge {merge}",
        name=words.shown(kept.name),
        count=merges.UNDO_DAYS,
        merge=str(done.merge_id),
    )
    document: dict[str, Json] = {
        "merge_id": done.merge_id,
        "kept_id": done.kept_id,
        "gone_id": done.gone_id,
        "moved": done.moved,
    }
    return Answer(document, [line])


def _likely(app: App, args: Namespace, words: Words) -> Answer:
    document: dict[str, Json] = {}
    lines: list[str] = []
    if args.sweep:
        swept = duplicates.sweep_beside(app.shop)
        document["new"] = swept.new
        lines.append(
            words.plural("{count} new pair was found.", "{count} new pairs were found.", count=swept.new)
        )
    pairs = app.shop.ask(duplicates.waiting, max(1, args.limit))
    document["waiting"] = app.shop.ask(duplicates.count)
    document["pairs"] = [_pair(pair, words) for pair in pairs]
    lines += [_line(pair, words) for pair in pairs]
    return Answer(document, lines or [words.say("Nobody seems to be known twice.")])


def _pair(pair: Pair, words: Words) -> Json:
    return {
        "id": pair.id,
        "likeness": pair.likeness,
        "customers": [_side(side, words) for side in (pair.first, pair.second)],
        "why": [words.tell(reason) for reason in pair.why],
    }


def _side(side: Side, words: Words) -> Json:
    return {
        "id": side.id,
        "code": side.code,
        "name": words.shown(side.name),
        "phones": side.phones,
        "sales": side.sales,
        "total": side.total,
    }


def _line(pair: Pair, words: Words) -> str:
    both = [
        words.say("{name} ({number})", name=words.shown(side.name), number=str(side.id))
        for side in (pair.first, pair.second)
    ]
    why = " ".join(map(words.tell, pair.why))
    return words.say("{people}: {why}", people=words.listing(both), why=why)


def _describe_unmerge(words: Words) -> str:
    return words.say("Take a merge of two customers back")


def _fill_unmerge(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "merge", type=int, metavar=words.say("MERGE"), help=words.say("the number of the merge")
    )


def _unmerge(app: App, args: Namespace, words: Words) -> Answer:
    view = app.shop.do(merges.unmerge, args.merge)
    kept, gone = words.shown(view.kept), words.shown(view.gone)
    line = words.say("{name} and {other} are two people again.", name=kept, other=gone)
    return Answer({"merge_id": view.id, "kept_id": view.kept_id, "gone_id": view.gone_id}, [line])


MERGE = Command("merge", _describe_merge, _fill_merge, _merge)
UNMERGE = Command("unmerge", _describe_unmerge, _fill_unmerge, _unmerge)
