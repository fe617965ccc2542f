"""How preferences are named: the words on a pill, and what its tip tells of strength and time."""

from datetime import date, timedelta

from shopcrm.desk.look import Look
from shopcrm.desk.since import since
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.brush import elided, text_width
from shopcrm.rules.wording import Words
from shopcrm.services.preferences import Kind, PreferenceView

ICONS = {Kind.LIKES: "heart", Kind.NEEDS: "check", Kind.DISLIKES: "thumbs-down"}
LONG_AGO = timedelta(days=365)
"""What was told longer ago than this is asked again, quietly."""
_WIDEST = 288


def taste_words(words: Words, kind: Kind, thing: str) -> str:
    """Say how somebody stands to a thing; what they like is named by its name alone."""
    match kind:
        case Kind.AVOIDS:
            return words.say("Avoids {thing}", thing=thing)
        case Kind.NEEDS:
            return words.say("Needs {thing}", thing=thing)
        case Kind.DISLIKES:
            return words.say("Dislikes {thing}", thing=thing)
        case _:
            return words.isolate(thing)


def tip_words(words: Words, taste: PreferenceView, today: date) -> str:
    """Tell what stands behind a pill: how strongly, since when, and which keys change it."""
    strengths = {1: words.say("a little"), 2: words.say("clearly"), 3: words.say("very much")}
    parts = [strengths.get(taste.strength, "")]
    said = taste.last_confirmed
    if said is not None:
        ago = since(words, words.days.of(said), today)
        confirmed = taste.confirmed_at is not None
        if confirmed:
            parts.append(words.say("confirmed {when}", when=ago))
        else:
            parts.append(words.say("told {when}", when=ago))
    if is_old(words, taste, today):
        parts.append(words.say("Enter confirms it"))
    parts.append(words.say("Del leaves it out"))
    return words.listing([part for part in parts if part])


def is_old(words: Words, taste: PreferenceView, today: date) -> bool:
    """Whether it was told so long ago that one may ask again."""
    said = taste.last_confirmed
    return said is not None and today - words.days.of(said) > LONG_AGO


def cut(look: Look, text: str, *, after: str = "") -> str:
    """Cut what is too long for a pill, but not what comes after; the tip and the reader give the whole."""
    room = look.size(_WIDEST) - text_width(look, after, Type.LABEL)
    return elided(look, text, Type.LABEL, room) + after
