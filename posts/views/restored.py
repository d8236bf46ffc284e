"""What was found after the database was restored or copied, what has not been read yet, and going on without it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.signin import at_of, authority_of, member_of
from posts import restoring, stops
from posts.forms.stops import Reasoned
from posts.models import ReadingState, Restoration, ShownPost, TimelineReading
from posts.views import refusals
from posts.workflow import Refused

MOST_SHOWN = 200


@require_GET
def restored(request: HttpRequest, restoration_id: int) -> HttpResponse:
    """Each account with what it shows since the backup."""
    return _page(request, _restoration(request, restoration_id))


@require_POST
def go_on_without(request: HttpRequest, reading_id: int) -> HttpResponse:
    """A person answers for an account that cannot be read."""
    reading = TimelineReading.objects.filter(
        pk=reading_id, restoration__agency_id=member_of(request).agency_id
    ).first()
    if reading is None:
        raise Http404
    restoration = _restoration(request, reading.restoration_id)
    form = Reasoned(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return _page(request, restoration, wrong=(reading.pk, form))
    try:
        passed = restoring.go_on_without(
            reading_id=reading.pk,
            actor=member_of(request),
            reason=form.cleaned_data["reason"],
            at=at_of(request),
        )
        messages.success(request, f"The portal goes on without @{passed.account.handle}.")
    except restoring.ReadAlready as fault:
        messages.warning(request, str(fault))
    except Refused as refusal:
        refusals.ruled(
            request,
            subject="account",
            subject_id=reading.account_id,
            act="go_on_without",
            ruling=refusal.ruling,
        )
        messages.error(request, refusal.ruling.reason)
    return redirect("restored", restoration.pk)


def _restoration(request: HttpRequest, restoration_id: int) -> Restoration:
    """One whose stop concerns the member; Http404 for anybody else."""
    found = (
        Restoration.objects.select_related("stop")
        .filter(pk=restoration_id, stop__in=stops.concerning(authority=authority_of(request)))
        .first()
    )
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, restoration: Restoration, *, wrong: tuple[int, Reasoned] | None = None
) -> HttpResponse:
    shown = ShownPost.objects.select_related("post").order_by("-meaning", "-external_id")
    readings = list(
        restoration.readings.select_related("account", "passed_by")
        .prefetch_related(Prefetch("shown_posts", queryset=shown))
        .order_by("-state", "account__handle")
    )
    ruling = stops.may_answer_for(authority=authority_of(request), stop=restoration.stop)
    waiting = [one for one in readings if one.state == ReadingState.WAITING]
    context = {
        "restoration": restoration,
        "waiting": [(one, wrong[1] if wrong and wrong[0] == one.pk else Reasoned()) for one in waiting],
        "done": [one for one in readings if one.state != ReadingState.WAITING],
        "shown": [one for reading in readings for one in reading.shown_posts.all()][:MOST_SHOWN],
        "ruling": ruling,
    }
    return render(request, "posts/stops/restored.html", context)
