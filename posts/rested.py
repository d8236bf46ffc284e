"""What the history of a post tells of the written permissions that its versions rest on."""

from collections.abc import Iterator, Sequence

from accounts import written
from accounts.days import last_day_before
from posts.entries import Entry, entry, role_in_words
from posts.models import Post, Revision, RevisionPermission


def entries(post: Post, revisions: Sequence[Revision]) -> Iterator[Entry]:
    """A line for each: one query. An open case is permitted as it is approved, all else before it was submitted."""
    frozen = {revision.pk: revision for revision in revisions}
    rows = RevisionPermission.objects.filter(revision__in=frozen).order_by("pk")
    for row in rows.select_related("permission__decided_by"):
        permission, revision = row.permission, frozen[row.revision_id]
        decided_at = permission.decided_at or permission.asked_at
        kind = permission.get_kind_display().lower()
        if permission.kind not in written.ASKED_FOR:
            sentence = f"{{name}} permitted it in writing: {kind}, permission {permission.pk}"
            at, detail = decided_at, "For this version alone"
        else:
            sentence = f"It rests on permission {permission.pk}: {kind}, given by {{name}}"
            at, detail = revision.submitted_at, permission.covers
            if permission.expires_at:
                last = last_day_before(permission.expires_at, zone=post.account.agency.tzinfo)
                detail = f"Through {last:%a} {last.day} {last:%b %Y}. {detail}"
        yield entry(
            at,
            "permitted",
            permission.decided_by,
            sentence,
            role=role_in_words("communications", post.unit),
            detail=detail,
            clause=written.CLAUSES[permission.kind],
            revision_number=revision.number,
            digests=(permission.letter_digest,),
        )
