"""Members stay where they are while something is given to them there."""

from collections.abc import Collection

from accounts.models import Member


class HasMoved(Exception):
    """The member left the unit, or the department, since they were read; the sentence says so."""


def lock(*, members: Collection[Member]) -> None:
    """Keep members where they are until the transaction ends: moving and deactivating them takes the same lock.

    It comes before any lock of what they hold; others may write to them meanwhile. Raises HasMoved for one who moved
    or went since they were read.
    """
    found = Member.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in members])
    rows = found.order_by("pk").values_list("pk", "unit_id", "is_active")
    now = {pk: (unit_id, active) for pk, unit_id, active in rows}
    for one in members:
        unit_id, active = now[one.pk]
        if unit_id != one.unit_id or (one.is_active and not active):
            raise HasMoved(f"{one} has just moved or left. Nothing was given; look at their page.")
