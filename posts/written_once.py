"""What rows may still change, once they are written: the triggers that keep everything else."""

import pgtrigger

frozen = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]
"""Revisions, their authors and routes, verdicts and remarks are written once."""


def _differs(*columns: str) -> pgtrigger.Q:
    """Where an update would change one of the columns."""
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return changed


settled_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="settled_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__outcome__gt="") | pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest")),
    ),
]

kept = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
"""Its row may change, but never goes."""

told_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="told_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__waited_at__isnull=False)
        | (pgtrigger.Q(old__delivered_at__isnull=False) & _differs("delivered_at"))
        | (pgtrigger.Q(old__delivered_at__isnull=False) & pgtrigger.Q(new__waited_at__isnull=True))
        | (pgtrigger.Q(new__answered_by_id__isnull=False) & pgtrigger.Q(new__waited_at__isnull=True))
        | _differs("revision_id", "key", "role", "wait_minutes"),
    ),
]
"""A notice is only ever delivered, once, and its wait ended, once."""

kept_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="kept_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__kept_at__isnull=False)
        | _differs("revision_id", "member_id", "wrote", "ends_at", "told_at"),
    ),
]
"""Of a lapse, only who keeps the post in spite of it is written later, once."""

released_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="released_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__released_at__isnull=False)
        | pgtrigger.Q(new__released_at__isnull=True)
        | pgtrigger.Q(new__released_by_id__isnull=True)
        | _differs(
            "agency_id", "scope", "post_id", "member_id", "unit_id", "account_id", "category", "within_id"
        )
        | _differs("reason", "placed_by_id", "placed_at", "held_role"),
    ),
    pgtrigger.Trigger(
        name="timelines_read",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__released_at__isnull=False),
        func="""
            IF EXISTS (
                SELECT 1 FROM posts_timelinereading reading
                JOIN posts_restoration restoration ON restoration.id = reading.restoration_id
                WHERE restoration.stop_id = NEW.id AND reading.state = 'waiting'
            ) THEN
                RAISE EXCEPTION 'a timeline has not been read since the backup' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
]
"""A stop is only ever released, and by somebody: taking the row away would open the gate unseen. The stop of a restored
database stays until each account's timeline was read, or a person goes on without it."""

read_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="read_once", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__state="waiting")
    ),
]
"""What was read, or passed over by a person, stays so."""

offered_as_written = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="offered_as_written",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
        | pgtrigger.Q(new__withdrawn_at__isnull=True)
        | _differs("agency_id", "kind", "title", "category", "text", "note", "valid_until", "replaces_id")
        | _differs("offered_by_id", "offered_at")
        | _differs("alert_of_id", "repost_of", "issued_by", "approved_by", "approved_on"),
    ),
]
"""What an office made ready is only ever withdrawn, once: other words are another ready draft."""

lifted_once = [
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    pgtrigger.Protect(
        name="lifted_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__lifted_at__isnull=False)
        | _differs("agency_id", "picture_id", "placed_by_id", "placed_at"),
    ),
]
"""A restriction is only ever lifted, once, and by somebody who says why."""
