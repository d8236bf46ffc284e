"""A member's views of the floor: kept, named anew, deleted, made the first page."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.signin import at_of, member_of
from watch import choosing, saved
from watch.forms import ViewName
from watch.models import SavedView
from watch.saved import NotKept
from watch.views.readers import for_readers


@require_safe
@for_readers
def views_of_the_floor(request: HttpRequest) -> HttpResponse:
    """All views of the member, each with what can be done to it."""
    return _listed(request)


@require_POST
@for_readers
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep a lane and filters under a name."""
    choice = choosing.read_text(request.POST.get("choice", ""))
    form = ViewName(request.POST, auto_id="view_%s")
    if form.is_valid():
        try:
            view = saved.keep(
                member=member_of(request), name=form.cleaned_data["name"], choice=choice, at=at_of(request)
            )
        except NotKept as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, f"Kept as {view.name}.")
            return redirect(choice.address)
    return _listed(request, form=form, choice=choice.query)


@require_POST
@for_readers
def rename_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Give it another name."""
    _own(request, view_id)
    form = ViewName(request.POST, auto_id=f"view_{view_id}_%s")
    if form.is_valid():
        try:
            view = saved.rename(member=member_of(request), view_id=view_id, name=form.cleaned_data["name"])
        except NotKept as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, f"It is named {view.name} now.")
            return redirect("views_of_the_floor")
    return _listed(request, renamed={view_id: form})


@require_POST
@for_readers
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete it."""
    view = _found(lambda: saved.delete(member=member_of(request), view_id=view_id))
    messages.success(request, f"Deleted the view {view.name}. No post was touched.")
    return redirect("views_of_the_floor")


@require_POST
@for_readers
def open_with_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Make it the first page; or, when it is that already, open with everything again."""
    view = _own(request, view_id)
    wanted = None if view.first else view_id
    _found(lambda: saved.open_with(member=member_of(request), view_id=wanted) or view)
    messages.success(
        request, f"The floor opens with {'everything' if view.first else view.name} from now on."
    )
    return redirect("views_of_the_floor")


def _own(request: HttpRequest, view_id: int) -> SavedView:
    return _found(lambda: SavedView.objects.get(member=member_of(request), pk=view_id))


def _found(act: Callable[[], SavedView]) -> SavedView:
    """The view as it was found; somebody else's does not exist."""
    try:
        return act()
    except SavedView.DoesNotExist:
        raise Http404 from None


def _listed(
    request: HttpRequest,
    *,
    form: ViewName | None = None,
    choice: str = "",
    renamed: Mapping[int, ViewName] | None = None,
) -> HttpResponse:
    """The list, with what was typed where something is to be mended."""
    views = saved.of(member=member_of(request))
    rows = [
        (
            view,
            choosing.read_text(view.choice),
            (renamed or {}).get(view.pk)
            or ViewName(initial={"name": view.name}, auto_id=f"view_{view.pk}_%s"),
        )
        for view in views
    ]
    return render(
        request, "watch/views.html", {"rows": rows, "form": form, "choice": choice, "most": saved.MOST}
    )
