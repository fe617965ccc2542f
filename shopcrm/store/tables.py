"""All tables of the shop in one place, for those who make, check or move a whole file."""

from shopcrm.store import (
    arrivals,
    complaints,
    customers,
    goods,
    imports,
    matching,
    merges,
    messages,
    points,
    promises,
    promotions,
    sales,
    settings,
    staff,
    standards,
    tiers,
    till,
    vouchers,
)
from shopcrm.store.base import Base

METADATA = Base.metadata
MODULES = (
    arrivals,
    complaints,
    customers,
    goods,
    imports,
    matching,
    merges,
    messages,
    points,
    promises,
    promotions,
    sales,
    settings,
    staff,
    standards,
    tiers,
    till,
    vouchers,
)
"""Named so that importing this module is seen to be what registers the tables."""
