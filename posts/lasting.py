"""Which pictures of what goes out the network has, and for how long."""

from datetime import datetime, timedelta

from outlets.media import Begun, Processing
from posts import digest as digests
from posts.models import NetworkMedia, NetworkUpload, Publication, RevisionPicture

UPLOAD_MARGIN = timedelta(minutes=20)
"""What lasts for less is uploaded again before the claim."""
CLAIM_MARGIN = timedelta(minutes=5)
"""What lasts for less is not sent: longer than the one call after the claim may take."""


def words_digest(row: RevisionPicture) -> str:
    """What the network's copy goes by beside its bytes: its words, and for captions their language."""
    if not row.language:
        return row.alt_digest
    return digests.of(f"{row.language} {row.alt_digest}")


def missing(*, publication: Publication, now: datetime) -> list[RevisionPicture]:
    """The pictures of what goes out that the network has not, or will soon forget."""
    rows = _rows(publication)
    known = _known(rows, publication.account_id, now + UPLOAD_MARGIN)
    return [row for row in rows if (row.digest, words_digest(row)) not in known]


def media_ids(*, publication: Publication, now: datetime) -> tuple[str, ...] | None:
    """The network's own names of its pictures in order, or None when one is missing or about to expire."""
    rows = _rows(publication)
    known = _known(rows, publication.account_id, now + CLAIM_MARGIN)
    if any((row.digest, words_digest(row)) not in known for row in rows):
        return None
    return tuple(known[row.digest, words_digest(row)] for row in rows)


def worked_on(*, publication: Publication, row: RevisionPicture, now: datetime) -> Processing | None:
    """What the network has in full and still works on, if it will keep it long enough."""
    held = NetworkMedia.objects.filter(
        account_id=publication.account_id,
        digest=row.digest,
        alt_digest=words_digest(row),
        expires_at__gt=now + UPLOAD_MARGIN,
        ask_at__isnull=False,
    ).first()
    if held is None or held.ask_at is None:
        return None
    return Processing(media_id=held.media_id, expires_at=held.expires_at, ask_at=held.ask_at, asks=held.asks)


def begun(*, publication: Publication, row: RevisionPicture, now: datetime) -> Begun | None:
    """What the network has of a video that goes up in pieces, if it will take the rest for long enough."""
    held = NetworkUpload.objects.filter(
        account_id=publication.account_id, digest=row.digest, expires_at__gt=now + UPLOAD_MARGIN
    ).first()
    if held is None:
        return None
    return Begun(media_id=held.media_id, expires_at=held.expires_at, sent_bytes=held.sent_bytes)


def keep_begun(*, account_id: int, row: RevisionPicture, so_far: Begun) -> None:
    """Remember how far a video has come; committed at once, since the worker may die at the next piece."""
    NetworkUpload.objects.update_or_create(
        account_id=account_id,
        digest=row.digest,
        defaults={
            "media_id": so_far.media_id,
            "sent_bytes": so_far.sent_bytes,
            "expires_at": so_far.expires_at,
        },
    )


def forget_begun(*, account_id: int, row: RevisionPicture) -> bool:
    """Forget it: the network has all of it, or refuses the rest. Whether there was anything."""
    return NetworkUpload.objects.filter(account_id=account_id, digest=row.digest).delete()[0] > 0


def forgotten(*, publication: Publication) -> bool:
    """Forget what the network says it does not have; True the first time, so that nothing goes round for ever."""
    rows = [row.digest for row in _rows(publication)]
    told = publication.attempts.filter(reason__startswith="invalid_media").count()
    NetworkMedia.objects.filter(account_id=publication.account_id, digest__in=rows).delete()
    return bool(rows) and told == 1


def _rows(publication: Publication) -> list[RevisionPicture]:
    return list(publication.revision.pictured.filter(part=publication.part).order_by("position"))


def _known(rows: list[RevisionPicture], account_id: int, until: datetime) -> dict[tuple[str, str], str]:
    if not rows:
        return {}
    held = NetworkMedia.objects.filter(
        account_id=account_id,
        digest__in=[row.digest for row in rows],
        expires_at__gt=until,
        ask_at__isnull=True,
    )
    return {(one.digest, one.alt_digest): one.media_id for one in held}
