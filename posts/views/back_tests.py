"""What proposed rules would have decided otherwise: started, stopped, looked at while it runs, and read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import PolicyProposal, Unit
from accounts.paths import whole
from accounts.policies import PackHasChanged
from accounts.proposals import NotPossible
from accounts.signin import at_of, authority_of, member_of
from directives.pack import Pack, PackErrors
from posts import backtesting, tasks, turned
from posts.models import BackTest, BackTestState
from posts.views import proposed


@require_GET
def shown(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The newest run of a proposal; asked by its own page while it runs, only how far it is."""
    proposal = proposed.load(request, proposal_id, act="see_proposal")
    test = _newest(proposal)
    context: dict[str, Any] = {"proposal": proposal, "test": test}
    if test is not None:
        context |= _progress(test, proposal)
    if request.headers.get("HX-Request") == "true":
        return render(request, "posts/back_tests/progress.html", context)
    if test is not None and test.looked:
        context |= _results(request, test)
    return render(request, "posts/back_tests/page.html", context)


def _newest(proposal: PolicyProposal) -> BackTest | None:
    found = BackTest.objects.filter(proposal=proposal).select_related("base__agency", "begun_by", "agency")
    return found.order_by("-pk").first()


def _progress(test: BackTest, proposal: PolicyProposal) -> dict[str, Any]:
    rate = test.looked / test.seconds if test.seconds else 0
    return {
        "runs": test.state == BackTestState.RUNNING,
        "percent": 100 * test.looked // test.total if test.total else 100,
        "rate": round(rate),
        "seconds_left": round((test.total - test.looked) / rate) if rate else None,
        "old": test.digest != proposal.digest,
    }


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Which of the changed posts are to be listed, and behind which."""

    unit: int | None
    rule: str | None
    before: int | None


def _results(request: HttpRequest, test: BackTest) -> dict[str, Any]:
    """What changes by unit and by rule, and a page of the posts with both decisions."""
    units = {one.pk: one for one in Unit.objects.filter(agency_id=test.agency_id)}
    try:
        old, new = backtesting.rules_of(test=test)
    except (PackHasChanged, PackErrors):
        return {"unreadable": True}
    asked = _asked(request, units)
    page = turned.listed(test=test, packs=(old, new), unit=asked.unit, rule=asked.rule, before=asked.before)
    return {
        "by_unit": turned.by_unit(test=test, units=units),
        "by_rule": _by_rule(test, old, new),
        "since": _since(test, units, old, new),
        "rows": page.rows,
        "next_before": page.next_before,
        "unit": units.get(asked.unit) if asked.unit else None,
        "rule": asked.rule,
        "rule_title": _title(asked.rule, old, new) if asked.rule is not None else "",
        "sees": authority_of(request).sees,
        "ways": turned.WAYS,
    }


def _asked(request: HttpRequest, units: dict[int, Unit]) -> _Asked:
    """What is typed into the address by hand and names nothing is not asked."""
    unit = whole(request.GET.get("unit", ""))
    return _Asked(
        unit=unit if unit in units else None,
        rule=request.GET.get("rule"),
        before=whole(request.GET.get("before", "")),
    )


def _since(test: BackTest, units: dict[int, Unit], old: Pack, new: Pack) -> dict[str, Any]:
    """What the rules in force say otherwise by now: units with their counts, rules, and the first posts."""
    counts = backtesting.tallied(test=test, part="since_units")
    named = [(units[int(pk)].short_name, count) for pk, count in counts.items() if int(pk) in units]
    return {
        "posts": [int(pk) for pk in backtesting.tallied(test=test, part="since_posts")],
        "rules": _by_rule(test, old, new, part="since_rules"),
        "total": sum(counts.values()),
        "units": sorted(named, key=lambda one: (-one[1], one[0])),
    }


def _by_rule(test: BackTest, old: Pack, new: Pack, *, part: str = "rules") -> list[tuple[str, str, int]]:
    """Each rule by id, its name and how many posts it treats otherwise, the most first."""
    counts = backtesting.tallied(test=test, part=part)
    rows = [(rule, _title(rule, old, new), count) for rule, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def _title(rule: str, old: Pack, new: Pack) -> str:
    if not rule:
        return "Questions, boxes, minutes or class of record"
    found = new.rule(id=rule) or old.rule(id=rule)
    return found.title if found else rule


@require_POST
def begin(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Run the rules of the proposal over all posts."""
    proposal = proposed.load(request, proposal_id, act="begin_back_test")
    member, at = member_of(request), at_of(request)
    try:
        return _moved(
            request,
            proposal,
            "begin_back_test",
            lambda: backtesting.begin(proposal=proposal, actor=member, at=at),
        )
    except PackErrors as faults:
        return proposed.page(request, proposal, errors=faults.errors)


@require_POST
def stop(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Stop the run; it can go on from where it is."""
    return _on_the_newest(request, proposal_id, "stop_back_test", backtesting.stop)


@require_POST
def go_on(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Go on with a run that was stopped."""
    return _on_the_newest(request, proposal_id, "go_on_back_test", backtesting.go_on)


def _on_the_newest(
    request: HttpRequest, proposal_id: int, act: str, do: Callable[..., BackTest]
) -> HttpResponse:
    proposal = proposed.load(request, proposal_id, act=act)
    member, at = member_of(request), at_of(request)

    def moved() -> BackTest:
        test = _newest(proposal)
        if test is None:
            raise NotPossible("It was never run. Begin it first.")
        return do(test_id=test.pk, actor=member, at=at)

    return _moved(request, proposal, act, moved)


def _moved(
    request: HttpRequest, proposal: PolicyProposal, act: str, do: Callable[[], BackTest]
) -> HttpResponse:
    test = proposed.perform(request, act=act, do=do)
    if test is not None and test.state == BackTestState.RUNNING:
        # With no broker to reach, the beat takes up what does not move.
        transaction.on_commit(lambda: tasks.back_test.delay(test.pk), robust=True)
    return redirect("back_test", proposal.pk)
