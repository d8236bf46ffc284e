"""What the database refuses of posts in another language: a reviewer who does not read it, and half a pair."""

import pgtrigger

NO_READER = """
    NEW.verdict = 'approved' AND bound.needs_reader AND place.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM accounts_memberlanguage tongue
        WHERE tongue.member_id = NEW.decided_by_id AND tongue.language = bound.language
        AND tongue.confirmed_at <= NEW.decided_at AND (tongue.ended_at IS NULL OR tongue.ended_at > NEW.decided_at)
    ) AND NOT EXISTS (
        SELECT 1 FROM accounts_authorisation held
        WHERE held.member_id = NEW.decided_by_id AND held.role = 'communications'
        AND held.starts_at <= NEW.decided_at AND (held.ends_at IS NULL OR held.ends_at > NEW.decided_at)
    )
"""
"""The same as posts.permissions says in Python."""

of_one_account = pgtrigger.Trigger(
    name="of_one_account",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__translates__isnull=False),
    declare=[("original", "posts_post%ROWTYPE")],
    func="""
        SELECT * INTO STRICT original FROM posts_post WHERE id = NEW.translates_id;
        IF original.account_id <> NEW.account_id OR original.unit_id <> NEW.unit_id THEN
            RAISE EXCEPTION 'a pair is of one unit and account' USING ERRCODE = 'check_violation';
        END IF;
        IF original.translates_id IS NOT NULL OR original.id = NEW.id THEN
            RAISE EXCEPTION 'a translation is of a post that is none' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

stays_with_its_pair = pgtrigger.Trigger(
    name="stays_with_its_pair",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__account_id__df=pgtrigger.F("new__account_id"))
    | pgtrigger.Q(old__unit_id__df=pgtrigger.F("new__unit_id"))
    | pgtrigger.Q(old__translates_id__df=pgtrigger.F("new__translates_id")),
    func="""
        IF OLD.translates_id IS DISTINCT FROM NEW.translates_id OR EXISTS (
            SELECT 1 FROM posts_post other WHERE other.translates_id = NEW.id
            AND other.status NOT IN ('withdrawn', 'rejected')
        ) THEN
            RAISE EXCEPTION 'a pair stays as it was begun' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

out_as_it_was_approved = pgtrigger.Trigger(
    name="out_as_it_was_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__status="approved", new__status="sending"),
    func="""
        IF EXISTS (
            SELECT 1 FROM posts_post twin
            WHERE (twin.id = NEW.translates_id OR twin.translates_id = NEW.id)
            AND twin.status IN ('returned', 'stopped')
        ) THEN
            RAISE EXCEPTION 'a pair goes out as it was approved' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""The same as posts.gate says in Python: of a pair neither goes out while the other went back or is stopped."""

approved_together = pgtrigger.Trigger(
    name="approved_together",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__verdict="approved"),
    func="""
        IF EXISTS (
            SELECT 1 FROM posts_revision bound
            JOIN posts_post origin ON origin.id = bound.post_id
            JOIN posts_post twin ON twin.id = origin.translates_id OR twin.translates_id = origin.id
            WHERE bound.id = NEW.revision_id
            AND twin.status IN ('draft', 'in_review', 'returned', 'approved', 'stopped')
            AND NOT EXISTS (
                SELECT 1 FROM posts_approval other WHERE other.revision_id = twin.revision_id
                AND other.verdict = 'approved'
                AND other.decided_by_id = NEW.decided_by_id AND other.decided_at = NEW.decided_at
            )
        ) THEN
            RAISE EXCEPTION 'a pair is approved together' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""Asked when the transaction ends: both approvals are there by then, or neither is."""
