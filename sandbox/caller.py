"""Who is asking: an account, by way of an application."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """`consumer_key` names the application that limits and credits are counted for. `scopes` is None where X knows
    none: a signature may do all that its account may.
    """

    account: sqlite3.Row
    consumer_key: str
    scopes: frozenset[str] | None = None
