"""What the history of a post tells of its versions after they were frozen: new rules, and authority that ended."""

from collections.abc import Iterator, Sequence

from posts.entries import TO_BE_READ, Entry, entry, role_in_words
from posts.models import Lapse, Rejudgement, Revision


def entries(revisions: Sequence[Revision]) -> Iterator[Entry]:
    """Lines for these versions: two queries."""
    yield from _judged(revisions)
    yield from _lapsed(revisions)


def _judged(revisions: Sequence[Revision]) -> Iterator[Entry]:
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


def _lapsed(revisions: Sequence[Revision]) -> Iterator[Entry]:
    lapses = Lapse.objects.filter(revision__in=[one.pk for one in revisions])
    for one in lapses.select_related("revision__post__unit", "member", "kept_by"):
        did = "wrote" if one.wrote else "approved"
        whose = f"{one.member.titled_name}, who {did} it"
        number = one.revision.number
        yield entry(
            one.told_at,
            "authority_ends",
            None,
            f"Its unit was asked to keep or withdraw it: the authority of {whose}, ends",
            revision_number=number,
        )
        if one.kept_at is not None:
            yield entry(
                one.kept_at,
                "kept",
                one.kept_by,
                f"{{name}} kept it, though the authority of {whose}, ends",
                role=role_in_words(one.kept_role, one.revision.post.unit),
                revision_number=number,
            )
