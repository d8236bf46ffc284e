"""One post under two versions of the rules, side by side, with the difference explained."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import policies, proposals
from accounts.models import AgencyPolicy, PolicyProposal
from accounts.policies import PackHasChanged
from accounts.signin import at_of, authority_of, member_of
from audit import vault
from directives.pack import Pack, PackErrors
from posts import parts, side_by_side
from posts.models import Post
from posts.views import doors
from posts.views.proposed import OPEN


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version that can be chosen; `key` is what its address says."""

    key: str
    words: str
    row: AgencyPolicy | PolicyProposal

    @property
    def pack(self) -> Pack:
        """Its rules. Raises PackHasChanged, PackErrors."""
        if isinstance(self.row, PolicyProposal):
            return proposals.pack_of(proposal=self.row)
        return policies.pack_of(policy_pack=self.row.pack, digest=self.row.digest)


@require_GET
def shown(request: HttpRequest, post_id: int) -> HttpResponse:
    """The version it was submitted under beside the rules in force, or any two that are asked for.

    Where both are the same, the next one that is not stands beside it: nobody looks for one version twice.
    """
    post, _ = doors.load(request, post_id)
    offered = _versions(request)
    left = _chosen(request, "left", offered, _own(post, offered))
    right = _chosen(request, "right", offered, _beside(request, offered, left))
    context: dict[str, object] = {"post": post, "versions": offered, "left": left, "right": right}
    if post.revision is not None and left is not None and right is not None:
        try:
            packs = left.pack, right.pack
        except (PackHasChanged, PackErrors):
            context["unreadable"] = True
        else:
            context["compared"] = side_by_side.of(
                post=post, revision=post.revision, left=packs[0], right=packs[1]
            )
            texts = parts.text_digests(revision=post.revision)
            kept = vault.texts(digests=texts, agency_id=post.agency_id)
            context["texts"] = [kept[digest] for digest in texts]
    return render(request, "posts/versions/side_by_side.html", context)


def _versions(request: HttpRequest) -> list[Version]:
    """Every adopted version, the newest first; what is proposed only for those who propose and review."""
    member, at = member_of(request), at_of(request)
    found: list[Version] = []
    if authority_of(request).holds(*proposals.PROPOSERS):
        waiting = PolicyProposal.objects.filter(agency_id=member.agency_id, state__in=OPEN).order_by("-pk")
        found += [
            Version(key=f"p{one.pk}", words=f"{one.version}, {one.get_state_display().lower()}", row=one)
            for one in waiting
        ]
    adopted = list(AgencyPolicy.objects.filter(agency_id=member.agency_id).order_by("-effective_at", "-pk"))
    current = next((one for one in adopted if one.effective_at <= at), None)
    for one in adopted:
        state = "in force" if one == current else "to come" if one.effective_at > at else "earlier"
        found.append(Version(key=f"v{one.pk}", words=f"{one.version}, {state}", row=one))
    return found


def _chosen(
    request: HttpRequest, side: str, offered: list[Version], otherwise: Version | None
) -> Version | None:
    asked = request.GET.get(side, "")
    if not asked:
        return otherwise
    found = next((one for one in offered if one.key == asked), None)
    if found is None:
        raise Http404
    return found


def _own(post: Post, offered: list[Version]) -> Version | None:
    """The version the post was submitted under, else the oldest one."""
    digest = post.revision.pack_digest if post.revision else ""
    return next((one for one in offered if one.row.digest == digest), offered[-1] if offered else None)


def _beside(request: HttpRequest, offered: list[Version], left: Version | None) -> Version | None:
    """The rules in force now; where those stand already another adopted version, else one that is proposed."""
    policy = member_of(request).agency.policies.filter(effective_at__lte=at_of(request))
    newest = policy.order_by("-effective_at", "-pk").first()
    current = next((one for one in offered if one.row == newest), None)
    if current is None or current != left:
        return current
    others = [one for one in offered if one != current]
    adopted = (one for one in others if isinstance(one.row, AgencyPolicy))
    return next(adopted, others[0] if others else current)
