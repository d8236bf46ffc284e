"""What people do for an account that the portal does not publish to: its page, a look, its archive."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import account_tasks
from accounts.elsewhere import MUST_SAY
from accounts.models import TaskKind
from accounts.signin import at_of, member_of
from posts.forms.account_tasks import TaskForm
from posts.views.accounts import kept


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, account_id: int, task_kind: str) -> HttpResponse:
    """One of them: what to do, what was found the last times, and the form that says it is done."""
    if task_kind not in TaskKind.values:
        raise Http404
    kind = TaskKind(task_kind)
    found = kept(request, account_id, act="see_to_account")
    if found.published_here:
        raise Http404
    form = TaskForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_bound and form.is_valid():
        try:
            done = account_tasks.look(
                account_id=found.pk,
                kind=kind,
                **form.cleaned_data,
                actor=member_of(request),
                at=at_of(request),
            )
        except account_tasks.NothingToDo as no:
            messages.error(request, str(no))
        else:
            messages.success(request, account_tasks.kept_in_words(task=done))
        return redirect("account", found.pk)
    open_ones = account_tasks.open_of(account_id=found.pk)
    context = {
        "account": found,
        "kind": kind,
        "task": next((one for one in open_ones if one.kind == kind), None),
        "must_say": MUST_SAY,
        "now": at_of(request),
        "earlier": account_tasks.done_of(account_id=found.pk, kind=kind),
        "form": form,
    }
    return render(request, "posts/accounts/task.html", context)
