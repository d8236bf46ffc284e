"""Who is asking: an account, by way of an application, or an application by itself."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """`account` is None where an application asks by itself. `consumer_key` names the application that limits and
    credits are counted for. `scopes` is None where X knows none: a signature may do all that its account may.
    """

    account: sqlite3.Row | None
    consumer_key: str
    scopes: frozenset[str] | None = None

    @property
    def user_id(self) -> str:
        """Empty where no account asks."""
        return "" if self.account is None else str(self.account["user_id"])

    @property
    def username(self) -> str:
        """Empty where no account asks."""
        return "" if self.account is None else str(self.account["username"])
