"""Where one post is now, in one sentence, and what is to be done where something is: for its own page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from accounts.models import Network
from posts import chain, course, labels, publications, slots, turns
from posts.entries import Entry
from posts.models import Kept, Post, Publication, PublicationState, Status
from posts.standing import Standing

_HAS_PUBLICATION = frozenset(Status) - {
    Status.DRAFT,
    Status.IN_REVIEW,
    Status.RETURNED,
    Status.REJECTED,
    Status.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where a post is."""

    sentence: str
    advice: str
    """What to do; empty where nothing is to be done."""
    publication: Publication | None
    parts: Sequence[Publication]
    """The parts of a thread in order; empty where the post is one, or was never to go out."""
    account_url: str
    """The account on its network, as residents see it; empty where there is no such page."""

    @property
    def waits_because(self) -> str:
        """Why it has not gone out yet, or is not gone yet, as the network or the gate said."""
        there = self.publication
        return labels.why(words=there.waiting_for, state=there.state) if there else ""

    @property
    def record_owed(self) -> bool:
        """Whether what is out has no record yet: it is written right after the network's answer."""
        parts = self.parts or ([self.publication] if self.publication else [])
        return any(part.external_id and part.kept == Kept.NOTHING for part in parts)

    @property
    def first(self) -> Publication | None:
        """What residents see first of it: of a thread its first part."""
        return self.parts[0] if self.parts else self.publication

    @property
    def residents_see(self) -> str:
        """Of a thread that has begun to go out, how many of its parts are out."""
        return chain.in_words(parts=self.parts)


def of(*, post: Post, standing: Standing, entries: Sequence[Entry]) -> Situation:
    """At most one query beyond what is loaded."""
    parts = chain.parts_of(post=post) if post.status in _HAS_PUBLICATION else []
    publication = publications.counting(parts=parts)
    sentence, advice = _said(post, standing, entries)
    if publication is not None and publication.state == PublicationState.UNKNOWN:
        name = chain.name_of(part=publication.part, of=len(parts))
        sentence = sentence.replace("whether it is out", f"whether {name or 'it'} is out")
        advice = _in_doubt(post, publication, advice, thread=len(parts) > 1)
    there = Situation(
        sentence=sentence,
        advice=advice,
        publication=publication,
        parts=parts if len(parts) > 1 else (),
        account_url=account_url(post),
    )
    if there.record_owed and post.status == Status.PUBLISHED:
        return replace(there, sentence=f"It is out on @{post.account.handle}.", advice=_RECORD_OWED)
    return there


def account_url(post: Post) -> str:
    """Where residents see the account of a post."""
    handle = post.account.handle
    if post.account.network == Network.TRAINING:
        return f"{settings.TRAINING_URL.rstrip('/')}/{handle}" if settings.TRAINING_URL else ""
    return f"https://x.com/{handle}"


def post_url(post: Post, number: str) -> str:
    """Where residents see what the network gave this number; empty where there is no such page."""
    account = account_url(post)
    # A repost has no page of its own: residents see it on that of the account.
    return f"{account}/status/{number}" if account and not post.repost_of else account


_SAID: dict[Status, tuple[str, str]] = {
    Status.DRAFT: ("A draft of {author}. Nobody has been asked to approve it yet.", ""),
    Status.IN_REVIEW: ("It waits for {whom}.", ""),
    Status.RETURNED: ("{returner} returned it. The reason is below.", "Change the post and submit it again."),
    Status.REJECTED: ("{rejecter} rejected it, so it does not go out. The reason is below.", ""),
    Status.WITHDRAWN: ("It was withdrawn and does not go out.", ""),
    Status.APPROVED: ("Everybody it needs has approved it. It goes out by itself at its time.", ""),
    Status.STOPPED: ("{stopper} stopped it. It does not go out until it is released.", ""),
    Status.SENDING: ("It is on its way to {network}. The answer comes within three minutes.", ""),
    Status.PARTLY_OUT: (
        "Only some of its parts are out, and the rest does not go out by itself.",
        "A sergeant of the unit or Communications sends the rest, or takes down what is out.",
    ),
    Status.PUBLISHED: ("It is out on @{handle}, and its record is kept.", ""),
    Status.REFUSED: (
        "{Network} refused it, so it is not out. What the network said is below.",
        "Edit the post, or copy it as a new draft.",
    ),
    Status.UNKNOWN: (
        "Nobody knows whether it is out: {network} gave no clear answer.",
        "A sergeant of the unit or Communications looks at @{handle} and says here what is there. "
        "Until then the portal does not send it again.",
    ),
    Status.MISSED: (
        "Its time passed before it could go out, so nothing was sent.",
        "Send it now, give it another time, or withdraw it.",
    ),
    Status.TAKING_DOWN: ("It is being deleted on {network}. Its record stays.", ""),
    Status.TAKEN_DOWN: ("It was deleted on {network}. Its record stays.", ""),
}

_RECORD_OWED = "Its record is written right after it. Load this page again in a few seconds."

_STILL_LOOKING = (
    "Nothing has to be done yet. A sergeant of the unit or Communications may look at @{handle} too and say here "
    "what is there. The portal does not send it again."
)


def _in_doubt(post: Post, publication: Publication, advice: str, *, thread: bool) -> str:
    """What is to be done while nobody knows whether a post, or a part of it, is out."""
    if publication.look_at is not None and publication.left_at is None:
        advice = _STILL_LOOKING.format(handle=post.account.handle)
    if publication.takedown_asked:
        return f"{advice} If it is out, it is deleted as soon as that is known."
    return f"{advice} Until it is known, the parts after it wait." if thread else advice


def _said(post: Post, standing: Standing, entries: Sequence[Entry]) -> tuple[str, str]:
    """The sentence and the advice of a status, with the names of this post in them."""
    network = labels.network(post.account)
    named = {
        "author": post.author.titled_name,
        "whom": _whom(post, standing, entries),
        "returner": _by(entries, "returned"),
        "rejecter": _by(entries, "rejected"),
        "stopper": _by(entries, "stopped"),
        "network": network,
        "Network": f"{network[0].upper()}{network[1:]}",
        "handle": post.account.handle,
    }
    sentence, advice = _SAID[Status(post.status)]
    if post.status == Status.RETURNED and (said := _by_the_portal(entries)):
        sentence = said
    return sentence.format(**named), advice.format(**named)


def _whom(post: Post, standing: Standing, entries: Sequence[Entry]) -> str:
    if not standing.waiting and standing.untold:
        told = turns.in_words(roles=standing.untold, unit=post.unit)
        return f"word that {told} {'has' if len(standing.untold) == 1 else 'have'} been told"
    if not standing.waiting and standing.awaited:
        return _answer_of(post, standing, entries)
    roles = {standing.handed.get(step.pk, step.role) for step in standing.waiting}
    return turns.in_words(roles=roles, unit=post.unit) or "a decision"


def _answer_of(post: Post, standing: Standing, entries: Sequence[Entry]) -> str:
    whom = turns.in_words(roles=standing.awaited, unit=post.unit)
    told = course.told_of(revision=post.revision, entries=entries) if post.revision else []
    until = course.waits_until(told=told)
    if until is None:
        return f"an answer of {whom}"
    longest = slots.in_words(until, zone=post.account.agency.tzinfo)
    return f"an answer of {whom} until {longest}, and goes on by itself then"


def _by_the_portal(entries: Sequence[Entry]) -> str:
    """Why the portal itself returned it last, in a sentence; empty where a person did."""
    done = next((entry for entry in reversed(entries) if entry.act == "returned"), None)
    return f"{done.sentence}." if done and not done.actor else ""


def _by(entries: Sequence[Entry], act: str) -> str:
    """Who did it last; the portal has no name."""
    done = next((entry for entry in reversed(entries) if entry.act == act), None)
    return (done.actor or "The portal") if done else "Somebody"
