"""A loyalty level as a pill: its sign and its name, never its colour alone."""

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.chips import Chip, ChipKind
from shopcrm.rules.tiers import TierBenefit

_KINDS = {"gold": ChipKind.GOLD, "silver": ChipKind.SILVER, "bronze": ChipKind.BRONZE}
_PLAIN_ICON = "badge-check"


def tier_chip(kit: Kit, tier: TierBenefit) -> Chip:
    """Make the pill of a level."""
    kind = _KINDS.get(tier.mark, ChipKind.TAG)
    icon = "" if tier.mark in _KINDS else _PLAIN_ICON
    chip = Chip(kit.look, kit.words.alone(tier.name), kind, icon=icon)
    chip.setAccessibleName(kit.words.say("Tier {name}", name=tier.name))
    return chip
