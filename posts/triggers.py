"""What the database itself refuses, whoever asks: the shell, a script, a bug.

The workflow checks the same rules first and says why in words; these are the floor beneath it.
"""

import pgtrigger

from posts.language_triggers import NO_READER

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
            AND (notice.wait_minutes = 0 OR notice.waited_at IS NOT NULL)
        )
    )
"""
"""Counted like the steps: a notice whose row is missing has not been delivered. One that waits for an answer counts
once that wait is over."""

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
