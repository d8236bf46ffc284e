"""What the history of a post tells of rules that gave way when it was sent: to a reason, or to another rule."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audit import vault
from posts.entries import Entry, author_in_words, entry
from posts.models import Post, Revision


def entries(*, post: Post, revisions: Sequence[Revision]) -> Iterator[Entry]:
    """Lines for these versions, each beside its submission: one query where a rule gave way, else none."""
    gave_way = [one for one in revisions if one.gave_way]
    digests = [one.decision_digest for one in gave_way]
    kept = vault.texts(digests=digests, agency_id=post.agency_id) if digests else {}
    for revision in gave_way:
        decision = json.loads(kept[revision.decision_digest])
        yield from (_to_a_reason(aside, revision, post) for aside in decision["asides"])
        yield from (_to_a_rule(met, revision) for met in decision["set_aside"])


def _to_a_reason(aside: Mapping[str, Any], revision: Revision, post: Post) -> Entry:
    return entry(
        revision.submitted_at,
        "findings_answered",
        revision.submitted_by,
        f"{{name}} gave a reason to go on: {_plain(aside['title'])}",
        role=author_in_words(post),
        words=aside["reason"],
        clause=aside["clause"],
        revision_number=revision.number,
        digests=(revision.decision_digest,),
    )


def _to_a_rule(met: Mapping[str, Any], revision: Revision) -> Entry:
    winner, loser = met["winner"], met["loser"]
    return entry(
        revision.submitted_at,
        "gave_way",
        None,
        _plain(f"Two rules disagreed on {met['matter']}, and “{winner['title']}” held"),
        detail=f"“{loser['title']}” ({loser['clause']}) gave way. {met['why']}",
        clause=winner["clause"],
        revision_number=revision.number,
        digests=(revision.decision_digest,),
    )


def _plain(words: str) -> str:
    """The words of a pack in a sentence that is filled in later."""
    return words.replace("{", "{{").replace("}", "}}")
