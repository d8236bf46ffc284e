"""One total order between stops and claims, per agency.

A row lock on a post does not order a claim against the insert of a stop. Claims and verdicts that can approve take
this lock shared, acts that take away take it exclusive: what commits before the claim wins, what comes after finds it
claimed, and nothing becomes approved beside a stop that sweeps. Always taken before the row lock of a post.
"""

from django.db import connection

_NAMESPACE = 7_305_001


def claiming(*, agency_id: int) -> None:
    """The shared side, until the transaction ends: many claims and approvals at once, none beside a stop."""
    _take("pg_advisory_xact_lock_shared", agency_id)


def taking_away(*, agency_id: int) -> None:
    """The exclusive side, until the transaction ends."""
    _take("pg_advisory_xact_lock", agency_id)


def _take(function: str, agency_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_NAMESPACE, agency_id])
