"""What the database itself refuses, whoever asks: the shell, a script, a bug.

The workflow checks the same rules first and says why in words; these are the floor beneath it.
"""

import pgtrigger

from posts.language_triggers import NO_READER

frozen = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]
"""Revisions, their authors and routes, verdicts and remarks are written once."""

STEP_LACKS_APPROVAL = """
    NOT EXISTS (
        SELECT 1 FROM posts_revision revision
        WHERE revision.id = {revision} AND revision.post_id = {post}
        AND revision.steps = (
            SELECT count(*) FROM posts_approval approval
            JOIN posts_routestep step ON step.id = approval.step_id AND step.revision_id = revision.id
            WHERE approval.verdict = 'approved'
            AND approval.digest = revision.digest AND approval.binding = revision.binding
        )
    )
"""
"""Counted against the number that was frozen: a revision of another post, or one without its rows, is not approved."""

OFFICE_NOT_TOLD = """
    EXISTS (
        SELECT 1 FROM posts_revision revision
        WHERE revision.id = {revision} AND revision.notices > (
            SELECT count(*) FROM posts_dutynotice notice
            WHERE notice.revision_id = revision.id AND notice.delivered_at IS NOT NULL
        )
    )
"""
"""Counted like the steps: a notice whose row is missing has not been delivered."""

PERMISSION_LACKS = """
    EXISTS (
        SELECT 1 FROM posts_revision revision
        WHERE revision.id = {revision} AND revision.permissions > (
            SELECT count(DISTINCT held.kind) FROM posts_revisionpermission rests
            JOIN accounts_writtenpermission held ON held.id = rests.permission_id
            WHERE rests.revision_id = revision.id AND held.granted AND held.ended_at IS NULL
            AND (held.expires_at IS NULL OR held.expires_at > {now})
        )
    )
"""
"""Counted like the steps: a permission that ended, or whose row is missing, permits nothing."""

STOPPED = """
    EXISTS (
        SELECT 1 FROM posts_stop stop
        WHERE stop.agency_id = origin.agency_id AND stop.released_at IS NULL
        AND (stop.within_id IS NULL OR stop.within_id = origin.unit_id)
        AND (
            stop.scope = 'department'
            OR stop.post_id = origin.id OR stop.unit_id = origin.unit_id OR stop.account_id = origin.account_id
            OR (stop.scope = 'category' AND stop.category = origin.category)
            OR stop.member_id = origin.author_id
            OR stop.member_id IN (
                SELECT wrote.member_id FROM posts_revisionauthor wrote WHERE wrote.revision_id = origin.revision_id
            )
        )
    )
"""
"""The same as posts.coverage says in Python; a table of scopes and posts is put to both by the tests.

`origin` is the post. The gate asks with these very words, in one query with the rest.
"""

_PRIOR_IS_NOT_OUT = """
    EXISTS (SELECT 1 FROM posts_publication prior WHERE prior.id = bound.after_id AND prior.state <> 'published')
"""
"""The same as posts.following says in Python."""

_REPLACED_IS_UP = """
    origin.correction = 'replace' AND EXISTS (
        SELECT 1 FROM posts_publication up WHERE up.post_id = origin.corrects_id
        AND up.state IN ('due', 'sending', 'published', 'unknown', 'deleting')
    )
"""
"""The same as posts.corrections says in Python: residents never see a post and what replaces it at once."""

sound_verdict = pgtrigger.Trigger(
    name="sound_verdict",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("bound", "posts_revision%ROWTYPE"), ("place", "posts_routestep%ROWTYPE")],
    func="""
        SELECT * INTO STRICT bound FROM posts_revision WHERE id = NEW.revision_id;
        SELECT * INTO STRICT place FROM posts_routestep WHERE id = NEW.step_id;
        IF place.revision_id <> NEW.revision_id THEN
            RAISE EXCEPTION 'a verdict belongs to a step of its own revision' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.digest <> bound.digest OR NEW.binding <> bound.binding THEN
            RAISE EXCEPTION 'a verdict binds exactly the bytes it was given for' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.decided_by_id = bound.submitted_by_id OR EXISTS (
            SELECT 1 FROM posts_revisionauthor
            WHERE revision_id = NEW.revision_id AND member_id = NEW.decided_by_id
        ) THEN
            RAISE EXCEPTION 'an author never decides' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM posts_routestep step
            WHERE step.revision_id = NEW.revision_id AND step.position < place.position
            AND NOT EXISTS (
                SELECT 1 FROM posts_approval approval
                WHERE approval.step_id = step.id AND approval.verdict = 'approved'
            )
        ) THEN
            RAISE EXCEPTION 'an earlier step has not approved yet' USING ERRCODE = 'check_violation';
        END IF;
        IF _NO_READER THEN
            RAISE EXCEPTION 'who approves reads its language' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """.replace("_NO_READER", NO_READER),
)

approved_by_its_route = pgtrigger.Trigger(
    name="approved_by_its_route",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NEW.status IN ('approved', 'sending') AND (
            NEW.revision_id IS NULL OR {STEP_LACKS_APPROVAL.format(revision="NEW.revision_id", post="NEW.id")}
        ) THEN
            RAISE EXCEPTION 'a step of the route lacks its approval' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status IN ('approved', 'sending') AND {OFFICE_NOT_TOLD.format(revision="NEW.revision_id")} THEN
            RAISE EXCEPTION 'an office has not been told yet' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

sound_attempt = pgtrigger.Trigger(
    name="sound_attempt",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[
        ("bound", "posts_publication%ROWTYPE"),
        ("origin", "posts_post%ROWTYPE"),
        ("bytes", "text"),
    ],
    func="""
        IF NEW.kind <> 'publish' THEN
            RETURN NEW;
        END IF;
        SELECT * INTO STRICT bound FROM posts_publication WHERE id = NEW.publication_id;
        SELECT * INTO STRICT origin FROM posts_post WHERE id = bound.post_id;
        SELECT digest INTO STRICT bytes FROM posts_revision WHERE id = bound.revision_id;
        IF origin.revision_id IS DISTINCT FROM bound.revision_id OR bound.account_id <> origin.account_id THEN
            RAISE EXCEPTION 'the approval is for another version or account' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM audit_home WHERE database = audit_this_database()) THEN
            RAISE EXCEPTION 'this database was restored or copied' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.digest <> bytes OR bound.state <> 'sending' THEN
            RAISE EXCEPTION 'an attempt sends exactly what was claimed' USING ERRCODE = 'check_violation';
        END IF;
        IF _PRIOR_IS_NOT_OUT THEN
            RAISE EXCEPTION 'what it follows is not out' USING ERRCODE = 'check_violation';
        END IF;
        IF _REPLACED_IS_UP THEN
            RAISE EXCEPTION 'what it replaces is not deleted yet' USING ERRCODE = 'check_violation';
        END IF;
        IF _STOPPED THEN
            RAISE EXCEPTION 'a stop is in force' USING ERRCODE = 'check_violation';
        END IF;
        IF _STEP_LACKS_APPROVAL THEN
            RAISE EXCEPTION 'a step of the route lacks its approval' USING ERRCODE = 'check_violation';
        END IF;
        IF _OFFICE_NOT_TOLD THEN
            RAISE EXCEPTION 'an office has not been told yet' USING ERRCODE = 'check_violation';
        END IF;
        IF _PERMISSION_LACKS THEN
            RAISE EXCEPTION 'a written permission is not in force' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """.replace("_PRIOR_IS_NOT_OUT", _PRIOR_IS_NOT_OUT)
    .replace("_REPLACED_IS_UP", _REPLACED_IS_UP)
    .replace("_STOPPED", STOPPED)
    .replace(
        "_STEP_LACKS_APPROVAL",
        STEP_LACKS_APPROVAL.format(revision="bound.revision_id", post="bound.post_id"),
    )
    .replace("_OFFICE_NOT_TOLD", OFFICE_NOT_TOLD.format(revision="bound.revision_id"))
    .replace(
        "_PERMISSION_LACKS", PERMISSION_LACKS.format(revision="bound.revision_id", now="NEW.claimed_at")
    ),
)


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
        condition=pgtrigger.Q(old__delivered_at__isnull=False)
        | pgtrigger.Q(old__revision_id__df=pgtrigger.F("new__revision_id"))
        | pgtrigger.Q(old__key__df=pgtrigger.F("new__key"))
        | pgtrigger.Q(old__role__df=pgtrigger.F("new__role")),
    ),
]
"""A notice is only ever delivered, once."""

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
        | _differs("offered_by_id", "offered_at"),
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

blurred_stays_blurred = pgtrigger.Trigger(
    name="blurred_stays_blurred",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF EXISTS (
            SELECT 1 FROM posts_restriction held
            WHERE held.picture_id = NEW.picture_id AND held.lifted_at IS NULL
        ) THEN
            RAISE EXCEPTION 'a picture that was blurred is used as it was blurred' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""No version is frozen with a picture of which a blurred one was made."""
