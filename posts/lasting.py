"""Which of a version's pictures the network has, and for how long."""

from datetime import datetime, timedelta

from posts.models import NetworkMedia, Publication, Revision, RevisionPicture

UPLOAD_MARGIN = timedelta(minutes=20)
"""What lasts for less is uploaded again before the claim."""
CLAIM_MARGIN = timedelta(minutes=5)
"""What lasts for less is not sent: longer than the one call after the claim may take."""


def missing(*, revision: Revision, account_id: int, now: datetime) -> list[RevisionPicture]:
    """The pictures of a version that the network has not, or will soon forget."""
    rows = list(revision.pictured.order_by("position"))
    known = _known(rows, account_id, now + UPLOAD_MARGIN)
    return [row for row in rows if (row.digest, row.alt_digest) not in known]


def media_ids(*, revision: Revision, account_id: int, now: datetime) -> tuple[str, ...] | None:
    """The network's own names of a version's pictures in order, or None when one is missing or about to expire."""
    rows = list(revision.pictured.order_by("position"))
    known = _known(rows, account_id, now + CLAIM_MARGIN)
    if any((row.digest, row.alt_digest) not in known for row in rows):
        return None
    return tuple(known[row.digest, row.alt_digest] for row in rows)


def forgotten(*, publication: Publication) -> bool:
    """Forget what the network says it does not have; True the first time, so that nothing goes round for ever."""
    rows = list(publication.revision.pictured.values_list("digest", flat=True))
    told = publication.attempts.filter(reason__startswith="invalid_media").count()
    NetworkMedia.objects.filter(account_id=publication.account_id, digest__in=rows).delete()
    return bool(rows) and told == 1


def _known(rows: list[RevisionPicture], account_id: int, until: datetime) -> dict[tuple[str, str], str]:
    if not rows:
        return {}
    held = NetworkMedia.objects.filter(
        account_id=account_id, digest__in=[row.digest for row in rows], expires_at__gt=until
    )
    return {(one.digest, one.alt_digest): one.media_id for one in held}
