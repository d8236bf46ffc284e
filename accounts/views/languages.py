"""What a member reads: said on their page by themselves or for them, confirmed by who answers for the unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import languages
from accounts.forms.languages import LanguageForm
from accounts.models import Member
from accounts.signin import at_of, authority_of, member_of
from accounts.views import conditions, members
from accounts.views.refusing import refused
from outlets.languages import name_of

NOT_FOR_OTHERS = "The commander of a unit and the administrators say what its members read."
NOT_OWN = "Somebody else confirms what you read: the commander of your unit or an administrator."


@require_POST
def member_languages(request: HttpRequest, member_id: int) -> HttpResponse:
    """Say that somebody reads a language, confirm it, or take it away."""
    about = members.shown(request, member_id, act="say_language")
    own = about.pk == member_of(request).pk
    answers = languages.answers_for(authority=authority_of(request), unit_id=about.unit_id)
    if not (own or answers):
        raise _refused(request, about, NOT_FOR_OTHERS)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Choose a language first. Nothing was changed.")
        return _back(about, own)
    language, does = form.cleaned_data["language"], form.cleaned_data["does"]
    if does == "confirm" and own:
        raise _refused(request, about, NOT_OWN)
    messages.success(request, _done(request, about, language, does))
    return _back(about, own)


def _done(request: HttpRequest, about: Member, language: str, does: str) -> str:
    """Do it, and say so; what was done before is done."""
    actor, at = member_of(request), at_of(request)
    found = languages.standing(member=about, language=language)
    if does == "declare":
        found = languages.declare(member=about, language=language, actor=actor, at=at)
    elif does == "confirm" and found is not None:
        languages.confirm(declared=found, actor=actor, at=at)
    elif does == "end" and found is not None:
        languages.end(declared=found, actor=actor, at=at)
        return f"{name_of(language)} is taken away."
    waits = found is not None and found.confirmed_at is None and does == "declare"
    return f"{name_of(language)} is in the list{'. It counts once it is confirmed.' if waits else '.'}"


@require_POST
def ask_for_reader(request: HttpRequest) -> HttpResponse:
    """Say whether a unit's posts in another language are approved only by who reads it."""
    unit, _ = conditions.asked(request, request.POST.get("unit", ""), act="ask_for_reader")
    if unit is None:
        messages.warning(request, "Choose a unit first. Nothing was changed.")
        return redirect("conditions")
    needed = request.POST.get("needed") == "yes"
    languages.ask_for_reader(unit=unit, needed=needed, actor=member_of(request), at=at_of(request))
    who = "only by who reads it, or by Communications" if needed else "by any of its sergeants"
    messages.success(request, f"Posts of the {unit.short_name} in another language are approved {who}.")
    return redirect(f"{reverse('conditions')}?unit={unit.pk}")


def _back(about: Member, own: bool) -> HttpResponse:
    where = reverse("my_authority") if own else reverse("member", args=[about.pk])
    return redirect(f"{where}#languages")


def _refused(request: HttpRequest, about: Member, sentence: str) -> PermissionDenied:
    return refused(request, act="say_language", subject="member", subject_id=about.pk, sentence=sentence)
