"""All tables of the shop in one place, for those who make, check or move a whole file."""

from shopcrm.store import (
    arrivals,
    customers,
    goods,
    imports,
    matching,
    merges,
    messages,
    points,
    promotions,
    sales,
    settings,
    staff,
    tiers,
    till,
    vouchers,
)
from shopcrm.store.base import Base

METADATA = Base.metadata
MODULES = (
    arrivals,
    customers,
    goods,
    imports,
    matching,
    merges,
    messages,
    points,
    promotions,
    sales,
    settings,
    staff,
    tiers,
    till,
    vouchers,
)
"""Named so that importing this module is seen to be what registers the tables."""
