"""What is said with an act, kept in the vault and tied to the version it is about."""

from audit import vault
from posts.models import Remark, RemarkKind
from posts.workflow import Taken


def keep(taken: Taken, *, kind: RemarkKind, words: str, part: int = 0) -> tuple[Remark, str]:
    """The remark, and its sealed digest for the trail. Raises WrongStatus where nothing is frozen."""
    agency_id = taken.post.agency_id
    digest = vault.keep(content=words, agency_id=agency_id)
    remark = Remark.objects.create(
        revision=taken.revision,
        kind=kind,
        part=part,
        text_digest=digest,
        made_by=taken.actor,
        made_at=taken.at,
    )
    return remark, vault.sealed_digest(digest=digest, agency_id=agency_id)
