"""The networks an outlet account can name, with the facts that screens need."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from outlets.weighted import entities


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """US dollars. `source` says where the figures were read, and when."""

    post: Decimal
    post_with_link: Decimal
    delete: Decimal
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """`leaves_this_machine` is False for the training ground only. `limit` counts weighted characters."""

    key: str
    display_name: str
    limit: int
    leaves_this_machine: bool
    price: Price


NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        "x": Network(
            key="x",
            display_name="X",
            limit=280,
            leaves_this_machine=True,
            price=Price(
                post=Decimal("0.015"),
                post_with_link=Decimal("0.20"),
                delete=Decimal("0.010"),
                source="X API pay-per-use price list, read August 2026",
            ),
        ),
        "training": Network(
            key="training",
            display_name="Training",
            limit=280,
            leaves_this_machine=False,
            price=Price(
                post=Decimal(0),
                post_with_link=Decimal(0),
                delete=Decimal(0),
                source="the training ground is free",
            ),
        ),
    }
)


def price_of(*, network: str, text: str) -> Decimal:
    """What publishing this text costs in US dollars; on X a link makes it dearer."""
    price = NETWORKS[network].price
    has_link = any(entity.kind == "url" for entity in entities(text))
    return price.post_with_link if has_link else price.post
