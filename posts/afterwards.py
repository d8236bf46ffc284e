"""What the history of a post tells of its versions after they were frozen: new rules, and authority that ended."""

from collections.abc import Iterator, Sequence

from posts.entries import TO_BE_READ, Entry, entry
from posts.models import Rejudgement, Revision


def entries(revisions: Sequence[Revision]) -> Iterator[Entry]:
    """Lines for these versions: one query."""
    judged = Rejudgement.objects.filter(revision__in=[one.pk for one in revisions])
    for one in judged.select_related("revision"):
        yield entry(
            one.judged_at,
            "judged_again" if one.stands else "returned",
            None,
            f"New rules ({one.pack_version}) took effect; they ask for nothing more"
            if one.stands
            else f"The portal returned it: new rules ({one.pack_version}) ask for more",
            words="" if one.stands else TO_BE_READ,
            revision_number=one.revision.number,
            digests=tuple(filter(None, (one.missing_digest, one.decision_digest))),
        )
