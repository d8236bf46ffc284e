"""Training: everybody sees their own, commanders that of their unit; the coordinator and administrators see to it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import trained, training
from accounts.authority import Authority, holders
from accounts.forms.training import CourseForm, ResultsForm, SessionForm
from accounts.models import Course, Member, Role, TrainingResult, TrainingSession, Unit
from accounts.models.authority import COMMANDERS
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

KEEPERS = (Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)
"""The social media coordinator's office, and administrators where an agency has none (CPD-TW.V.C.1)."""
NOT_YOURS = "The coordinator in Community Policing and the administrators see to training."
MOST = 100


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """The own training, what comes next, and for those who see to it each unit in numbers."""
    return _page(request)


@require_POST
def make_course(request: HttpRequest) -> HttpResponse:
    """A new course."""
    keeper(request, act="make_course")
    agency = member_of(request).agency
    form = _course_form(request, typed=True)
    if not form.is_valid():
        return _page(request, form=form)
    try:
        made = training.make_course(
            agency=agency, **form.cleaned_data, actor=member_of(request), at=at_of(request)
        )
    except training.NamedAlready as fault:
        form.add_error("name", str(fault))
        return _page(request, form=form)
    messages.success(request, "The course is made. Say when it is held.")
    return redirect("course", made.pk)


@require_GET
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """One course, and when it was and will be held."""
    return _course_page(request, _course(request, course_id, act="see_course"))


@require_POST
def retire(request: HttpRequest, course_id: int) -> HttpResponse:
    """The course is held no more."""
    found = _course(request, course_id, act="retire_course")
    if training.retire(course_id=found.pk, actor=member_of(request), at=at_of(request)):
        messages.success(request, "The course is retired. What was passed holds as long as it would.")
    else:
        messages.warning(request, "The course was retired already.")
    return redirect("course", found.pk)


@require_POST
def hold(request: HttpRequest, course_id: int) -> HttpResponse:
    """Say when the course is held."""
    found = _course(request, course_id, act="hold_session")
    if found.retired_at is not None:
        messages.warning(request, "The course is retired, and held no more. Make another one.")
        return redirect("course", found.pk)
    form = _session_form(request, typed=True)
    if not form.is_valid():
        return _course_page(request, found, form=form)
    made = training.hold(course=found, **form.cleaned_data, actor=member_of(request), at=at_of(request))
    messages.success(request, "The session stands in the list.")
    return redirect("training_session", made.pk)


@require_GET
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session, and what came of it for each member of a unit."""
    found = _session(request, session_id, act="see_session")
    return _session_page(request, found, unit=_unit_for_results(request, request.GET.get("unit", "")))


@require_POST
def record(request: HttpRequest, session_id: int) -> HttpResponse:
    """Say what came of a session for members of a unit."""
    found = _session(request, session_id, act="record_results")
    unit = _unit_for_results(request, request.POST.get("unit", ""))
    form = _results_form(request, found, unit, typed=True)
    if not form.is_valid():
        return _session_page(request, found, unit=unit, form=form)
    try:
        changed = training.record_session(
            session_id=found.pk, outcomes=form.outcomes, actor=member_of(request), at=at_of(request)
        )
    except training.NotHeldYet as fault:
        messages.warning(request, str(fault))
        return _session_page(request, found, unit=unit, form=form)
    said = f"Recorded {len(changed)} result{'' if len(changed) == 1 else 's'}."
    messages.success(request, said if changed else "Nothing had changed.")
    return redirect(f"{reverse('training_session', args=[found.pk])}?unit={unit.pk}")


def keeper(request: HttpRequest, *, act: str) -> None:
    """Raises PermissionDenied, noted in the trail, for members who do not see to training."""
    authority = authority_of(request)
    if not authority.holds(*KEEPERS):
        raise refused(request, act=act, subject="agency", subject_id=authority.agency_id, sentence=NOT_YOURS)


def _course(request: HttpRequest, course_id: int, *, act: str) -> Course:
    """A course of the own agency; there is none in another."""
    authority = authority_of(request)
    courses = Course.objects.select_related("agency").filter(agency_id=authority.agency_id)
    found = courses.filter(pk=course_id).first()
    if found is None:
        raise Http404
    keeper(request, act=act)
    return found


def _session(request: HttpRequest, session_id: int, *, act: str) -> TrainingSession:
    """A session of a course of the own agency."""
    authority = authority_of(request)
    sessions = TrainingSession.objects.select_related("course__agency", "trainer")
    found = sessions.filter(pk=session_id, course__agency_id=authority.agency_id).first()
    if found is None:
        raise Http404
    keeper(request, act=act)
    return found


def _unit_for_results(request: HttpRequest, asked: str) -> Unit:
    """The unit whose members stand in the form: the one asked for in the own agency, else the own."""
    authority = authority_of(request)
    unit_id = whole(asked) if asked else authority.unit_id
    unit = Unit.objects.filter(pk=unit_id, agency_id=authority.agency_id).first() if unit_id else None
    if unit is None:
        raise Http404
    return unit


def _watched(authority: Authority) -> list[Unit]:
    """The units whose people the member sees here."""
    units = Unit.objects.filter(agency_id=authority.agency_id).order_by("number")
    if not authority.holds(*KEEPERS):
        units = units.filter(pk__in=authority.units(*COMMANDERS))
    return list(units)


def _page(request: HttpRequest, *, form: CourseForm | None = None) -> HttpResponse:
    at, authority, member = at_of(request), authority_of(request), member_of(request)
    demand = training.demand(agency=member.agency, at=at)
    keeps, units = authority.holds(*KEEPERS), _watched(authority)
    unit = _chosen(request, units)
    sessions = TrainingSession.objects.filter(course__agency_id=authority.agency_id)
    context = {
        "demand": demand,
        "own": trained.state(topics=authority.facts.topics, demand=demand, at=at),
        "results": _results(member),
        "keeps": keeps,
        "unit": unit,
        "people": trained.people(units=[unit], demand=demand, at=at).get(unit.pk, []) if unit else [],
        "lines": trained.lines(units=units, demand=demand, at=at) if units and not unit else [],
        "courses": _courses(authority.agency_id) if keeps else [],
        "coming": sessions.filter(held_at__gte=at).select_related("course").order_by("held_at")[:MOST],
        "form": form or (_course_form(request) if keeps and demand.topics else None),
    }
    return render(request, "accounts/training.html", context)


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """The unit asked for among those that the member sees here; a commander of one unit sees it at once."""
    asked = request.GET.get("unit", "")
    if not asked:
        return units[0] if len(units) == 1 else None
    unit = next((one for one in units if one.pk == whole(asked)), None)
    if unit is None:
        raise Http404
    return unit


def _results(member: Member) -> list[TrainingResult]:
    found = TrainingResult.objects.filter(member=member).select_related("course")
    return list(found.order_by("-passed_at", "-pk")[:MOST])


def _courses(agency_id: int) -> list[Course]:
    found = Course.objects.filter(agency_id=agency_id)
    passed = Count("results", filter=Q(results__passed=True))
    return list(found.annotate(passed=passed).order_by("retired_at", "name")[:MOST])


def _course_form(request: HttpRequest, *, typed: bool = False) -> CourseForm:
    demand = training.demand(agency=member_of(request).agency, at=at_of(request))
    return CourseForm(request.POST if typed else None, topics=demand.topics)


def _course_page(request: HttpRequest, found: Course, *, form: SessionForm | None = None) -> HttpResponse:
    at = at_of(request)
    labels = {topic.key: topic.label for topic in training.demand(agency=found.agency, at=at).topics}
    sessions = found.sessions.select_related("trainer").annotate(
        passed=Count("results", filter=Q(results__passed=True)), listed=Count("results")
    )
    context = {
        "course": found,
        "topics": [labels.get(key, key) for key in found.topics],
        "coming": sessions.filter(held_at__gte=at).order_by("held_at", "pk")[:MOST],
        "held": sessions.filter(held_at__lt=at).order_by("-held_at", "-pk")[:MOST],
        "form": form or _session_form(request),
    }
    return render(request, "accounts/training_course.html", context)


def _session_form(request: HttpRequest, *, typed: bool = False) -> SessionForm:
    member, at = member_of(request), at_of(request)
    people = holders(role=tuple(KEEPERS), unit_id=None, agency_id=member.agency_id, at=at)
    return SessionForm(request.POST if typed else None, people=people, zone=member.agency.tzinfo, at=at)


def _results_form(
    request: HttpRequest, found: TrainingSession, unit: Unit, *, typed: bool = False
) -> ResultsForm:
    members = list(Member.objects.filter(unit=unit, is_active=True).order_by("last_name", "first_name", "pk"))
    said = found.results.filter(member__in=members)
    return ResultsForm(
        request.POST if typed else None, members=members, before={one.member_id: one for one in said}
    )


def _session_page(
    request: HttpRequest, found: TrainingSession, *, unit: Unit, form: ResultsForm | None = None
) -> HttpResponse:
    counts: dict[str, Any] = found.results.aggregate(
        listed=Count("pk"), passed=Count("pk", filter=Q(passed=True))
    )
    context = {
        "session": found,
        "over": found.held_at <= at_of(request),
        "unit": unit,
        "units": Unit.objects.filter(agency_id=unit.agency_id).order_by("number"),
        "form": form or _results_form(request, found, unit),
        **counts,
    }
    return render(request, "accounts/training_session.html", context)
