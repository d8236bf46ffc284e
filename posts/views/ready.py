"""Ready drafts and templates: units take them, those who guide the units offer and withdraw them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.authority import Authority
from accounts.forms.guidance import WhyForm
from accounts.guidance import guides
from accounts.models import OutletAccount
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views.library import guide
from posts import judging, reposts
from posts.accounts_to_write import accounts_to_write_for
from posts.coordination import pressing, pulling, ready
from posts.coordination.pressing import Press
from posts.coordination.pulling import PENDING
from posts.coordination.ready import NotOffered
from posts.forms import drafts
from posts.forms.ready import ReadyForm
from posts.models import NEVER_OUT, Origin, Post, ReadyDraft, ReadyKind
from posts.permissions import LEADS
from posts.permitting import OUT
from posts.views import alerts, refusals
from posts.views.kinds import kinds_of_post
from posts.views.writing import not_to_write_for
from posts.workflow import Refused

MOST = 50
"""Drafts made from a template that its page shows, and reposts that a list names to be taken down."""
_WITHDRAWN = "It is withdrawn. Who has it in a draft is told; what is out stays."
_WITHDRAWN_ALERT = (
    "It is withdrawn, with its reposts that were not out. Those that are out stand below to be taken down."
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One of them in a list, as a member can take it."""

    ready: ReadyDraft
    kind_of_post: str
    open_for: Sequence[OutletAccount]
    """The member's accounts for which it is still there to be taken."""
    taken: Sequence[Origin]
    """What the member's units, or to those who guide them all units, made of it; of an alert nothing."""
    reposts: Sequence[Post]
    """Of an alert, its reposts by those units."""
    over: bool
    press: Press | None
    """Of an alert that can be reposted, what the press says."""

    @property
    def out(self) -> list[Post]:
        """The reposts that residents see."""
        return [one for one in self.reposts if one.status in OUT]

    @property
    def waiting(self) -> int:
        """How many have not gone out and still can."""
        return sum(one.status in PENDING for one in self.reposts)

    @property
    def address(self) -> str:
        """Where residents see the post that an alert is about."""
        whose = self.ready.alert_of
        number = self.ready.repost_of
        return reposts.address(network=whose.network, handle=whose.handle, number=number) if whose else ""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is offered to the member's units now; to those who guide them, everything with what became of it."""
    authority = authority_of(request)
    page = ready.newest(ready.offered(authority=authority), after=request.GET.get("after"))
    still_out = pulling.still_out(authority=authority)[:MOST]
    return render(
        request,
        "posts/ready/list.html",
        {
            "rows": _rows(request, page.rows),
            "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
            "newest": reverse("ready_drafts") if request.GET.get("after") else "",
            "guides": authority.holds(*guides.GUIDES),
            "out": OUT,
            "still_out": still_out,
            "led": _led(authority, still_out),
        },
    )


def _rows(request: HttpRequest, found: Sequence[ReadyDraft]) -> list[Row]:
    """At most six queries however many there are; of templates it is not asked what they became."""
    authority, at = authority_of(request), at_of(request)
    accounts = [one for one in accounts_to_write_for(authority=authority) if not one.corporate]
    labels = {one.key: one.label for one in kinds_of_post(request)}
    drafts_by: dict[int, list[Origin]] = {}
    single = [one.pk for one in found if one.kind == ReadyKind.DRAFT]
    for one in ready.drafts_of(ready_ids=single):
        drafts_by.setdefault(one.ready_id or 0, []).append(one)
    shared = _reposts([one for one in found if one.kind == ReadyKind.ALERT])
    open_for = {
        one.pk: _open_for(
            one, accounts, [*(each.post for each in drafts_by.get(one.pk, [])), *shared[one.pk]]
        )
        for one in found
    }
    presses = _presses(request, [one for one in found if one.kind == ReadyKind.ALERT], open_for)
    return [
        Row(
            ready=one,
            kind_of_post=labels.get(one.category, one.category),
            open_for=open_for[one.pk],
            press=presses.get(one.pk),
            taken=[each for each in drafts_by.get(one.pk, []) if _shown(authority, each)],
            reposts=[each for each in shared[one.pk] if authority.sees(unit_id=each.unit_id)],
            over=one.valid_until is not None and one.valid_until <= at,
        )
        for one in found
    ]


def _presses(
    request: HttpRequest, alerts_here: Sequence[ReadyDraft], open_for: Mapping[int, Sequence[OutletAccount]]
) -> dict[int, Press]:
    """By alert, what the press says where it can be reposted: one query, and none where none can."""
    here = [one for one in alerts_here if open_for[one.pk]]
    if not here:
        return {}
    agency, at = member_of(request).agency, at_of(request)
    pack = judging.pack_in_force(agency=agency, at=at)
    return {
        one.pk: pressing.of(pack=pack, alert=one, accounts=open_for[one.pk], zone=agency.tzinfo, at=at)
        for one in here
    }


def _reposts(found: Sequence[ReadyDraft]) -> dict[int, list[Post]]:
    """By alert, its reposts: one query, and none without alerts."""
    posts = list(pulling.reposts(of=found)) if found else []
    return defaultdict(
        list, {one.pk: [each for each in posts if each.repost_of == one.repost_of] for one in found}
    )


def _led(authority: Authority, posts: Iterable[Post]) -> set[int]:
    """The units among those of the posts in which the member may take one down."""
    units = {one.unit_id for one in posts}
    return {one for one in units if authority.role_in(*LEADS, unit_id=one) is not None}


def _shown(authority: Authority, taken: Origin) -> bool:
    return authority.sees(unit_id=taken.post.unit_id)


def _open_for(
    one: ReadyDraft, accounts: Sequence[OutletAccount], taken: Sequence[Post]
) -> list[OutletAccount]:
    units = {unit.pk for unit in one.units.all()}
    used = {each.account_id for each in taken if each.status not in NEVER_OUT}
    whose = one.alert_of
    return [
        account
        for account in accounts
        if account.pk not in used
        and (not units or account.unit_id in units)
        and (whose is None or (whose.network == account.network and whose.pk != account.pk))
    ]


@require_safe
def shown(request: HttpRequest, ready_id: int) -> HttpResponse:
    """One of them, with which unit took it."""
    return _page(request, _load(request, ready_id))


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Make words ready; with `replaces`, in the place of others, which are then withdrawn."""
    guide(request, act="offer_ready")
    typed = request.POST if request.method == "POST" else None
    earlier = _replaced(request)
    member, at = member_of(request), at_of(request)
    form = ReadyForm(
        typed,
        units=ready.with_accounts(agency_id=member.agency_id),
        categories=[one for one in kinds_of_post(request) if not one.of_repost],
        zone=member.agency.tzinfo,
        at=at,
        initial=_initial(earlier),
    )
    if typed is None or not form.is_valid():
        return render(request, "posts/ready/offer.html", {"form": form, "replaces": earlier})
    made = ready.offer(offered=form.offered, actor=member, at=at, replaces_id=earlier.pk if earlier else None)
    messages.success(request, "It is offered. This page shows which units took it.")
    return redirect("ready_draft", made.pk)


@require_POST
def take(request: HttpRequest, ready_id: int) -> HttpResponse:
    """Make it one's own draft and open it."""
    found = _load(request, ready_id)
    account_id = drafts.number(sent=request.POST, key="account")
    if found.kind == ReadyKind.ALERT:
        return alerts.repost(request, alert=found, account_id=account_id)
    try:
        post = ready.take(
            ready_id=found.pk, account_id=account_id, actor=member_of(request), at=at_of(request)
        )
    except OutletAccount.DoesNotExist:
        raise not_to_write_for(request, account_id) from None
    except Refused as refused:
        refusals.ruled(request, subject="account", subject_id=account_id, act="take", ruling=refused.ruling)
        messages.error(request, str(refused))
        return redirect("ready_draft", found.pk)
    except NotOffered as why:
        messages.warning(request, str(why))
        return redirect("ready_draft", found.pk)
    messages.success(request, "It is your draft now. Change what you want, then submit it.")
    return redirect("composer", post.pk)


@require_POST
def withdraw(request: HttpRequest, ready_id: int) -> HttpResponse:
    """Nobody takes it any more; of an alert, what has not gone out is withdrawn, too."""
    found = _load(request, ready_id)
    guide(request, act="withdraw_ready")
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    why, member = form.cleaned_data["reason"], member_of(request)
    if ready.withdraw(ready_id=found.pk, why=why, actor=member, at=at_of(request)):
        messages.success(request, _WITHDRAWN_ALERT if found.kind == ReadyKind.ALERT else _WITHDRAWN)
    else:
        messages.warning(request, "It was withdrawn already.")
    return redirect("ready_draft", found.pk)


def _page(request: HttpRequest, found: ReadyDraft, *, form: WhyForm | None = None) -> HttpResponse:
    (row,) = _rows(request, [found])
    guiding = authority_of(request).holds(*guides.GUIDES)
    taken = _lately(request, found) if found.kind == ReadyKind.TEMPLATE else row.taken
    made = [*(one.post for one in row.taken), *row.reposts]
    took = {one.unit_id for one in made if one.status not in NEVER_OUT}
    if found.alert_of is not None:
        took.add(found.alert_of.unit_id)
    context = {
        "row": row,
        "ready": found,
        "taken": taken,
        "guides": guiding,
        "out": OUT,
        "led": _led(authority_of(request), row.reposts),
        "waiting": [one for one in ready.addressees(found=found) if one.pk not in took] if guiding else [],
        "writers": found.writers.order_by("last_name", "pk"),
        "form": form or WhyForm(),
    }
    return render(request, "posts/ready/ready.html", context)


def _lately(request: HttpRequest, template: ReadyDraft) -> list[Origin]:
    """What was made from a template last, as far as the member sees it."""
    authority = authority_of(request)
    return [one for one in ready.drafts_of(ready_ids=[template.pk])[:MOST] if _shown(authority, one)]


def _load(request: HttpRequest, ready_id: int) -> ReadyDraft:
    """One of the own agency, offered to a unit for which the member works, or made into a post of it."""
    authority = authority_of(request)
    rows = ReadyDraft.objects.select_related("offered_by", "withdrawn_by", "alert_of").prefetch_related(
        "units"
    )
    found = rows.filter(pk=ready_id, agency_id=authority.agency_id).first()
    if found is None:
        raise Http404
    if ready.offered(authority=authority).filter(pk=found.pk).exists():
        return found
    if any(_shown(authority, one) for one in ready.drafts_of(ready_ids=[found.pk])[:MOST]):
        return found
    raise Http404


def _replaced(request: HttpRequest) -> ReadyDraft | None:
    """The one in whose place it stands; there is none in another agency, and none for an alert."""
    asked = request.POST.get("replaces", "") or request.GET.get("replaces", "")
    if not asked:
        return None
    agency_id = authority_of(request).agency_id
    words = ReadyDraft.objects.filter(agency_id=agency_id).exclude(kind=ReadyKind.ALERT)
    found = words.filter(pk=whole(asked) or 0).first()
    if found is None:
        raise Http404
    return found


def _initial(earlier: ReadyDraft | None) -> dict[str, object]:
    if earlier is None:
        return {}
    copied = {name: getattr(earlier, name) for name in ("kind", "title", "category", "text", "note")}
    return {**copied, "units": [unit.pk for unit in earlier.units.all()]}
