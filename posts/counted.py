"""How much room the network leaves in a text, and the further parts of a thread with theirs, as a page draws them."""

from dataclasses import dataclass

from outlets.weighted import LIMIT, Weighed
from posts.marking import Piece

NEAR_THE_LIMIT = 20
"""From here on the count speaks in words."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """What the network's count leaves of a text, as the ring shows it."""

    weighed: Weighed

    @property
    def left(self) -> int:
        """Negative for a text that is too long."""
        return self.weighed.remaining

    @property
    def near(self) -> bool:
        """Whether the count speaks in words."""
        return self.weighed.remaining <= NEAR_THE_LIMIT

    @property
    def over(self) -> int:
        """By how many the text is too long."""
        return max(0, -self.weighed.remaining)

    @property
    def long(self) -> bool:
        """Whether the account may post more than all accounts may: the count says of how many."""
        return self.weighed.limit > LIMIT

    @property
    def used_percent(self) -> int:
        """How much of the ring is drawn."""
        return max(0, min(100, round(100 * self.weighed.weight / self.weighed.limit)))


@dataclass(frozen=True, kw_only=True)
class FurtherPart:
    """A part of a thread behind the first."""

    number: int
    """From 2."""
    text: str
    count: Count
    pieces: tuple[Piece, ...]
    folded: tuple[Piece, ...] = ()
    """What of a long one stands behind "Show more"."""
