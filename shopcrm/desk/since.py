"""How long ago a day was, and how often something comes round, in the few words that a list has room for."""

from datetime import date

from shopcrm.rules.wording import Words

_WEEK, _MONTH, _YEAR = 7, 30, 365


def since(words: Words, day: date, today: date) -> str:
    """Say how long ago a day was: today, yesterday, or so many days, weeks, months or years."""
    days = (today - day).days
    if days <= 0:
        return words.say("today")
    if days == 1:
        return words.say("yesterday")
    if days < 2 * _WEEK:
        return words.plural("{count} day ago", "{count} days ago", count=days)
    if days < 2 * _MONTH:
        return words.plural("{count} week ago", "{count} weeks ago", count=days // _WEEK)
    if days < 2 * _YEAR:
        return words.plural("{count} month ago", "{count} months ago", count=days // _MONTH)
    return words.plural("{count} year ago", "{count} years ago", count=days // _YEAR)


def every(words: Words, days: int) -> str:
    """Say in what rhythm something comes round: so many days, weeks or months."""
    if days < 2 * _WEEK:
        return words.plural("{count} day", "{count} days", count=max(1, days))
    if days < 3 * _MONTH:
        return words.plural("{count} week", "{count} weeks", count=round(days / _WEEK))
    return words.plural("{count} month", "{count} months", count=round(days / _MONTH))
