"""The guide's pages of the checks of texts: what each looks for, and how well it did when it was measured."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.signin import at_of, member_of
from directives import measured
from directives.measured import HowWell, Kept, Measured, Rate
from directives.texts import CHECKS, Check
from directives.word_rules import WordRule
from posts import judging


@dataclass(frozen=True, kw_only=True)
class Row:
    """One rate as a line of a picture and of its table; shares are hundredths from 0 to 100."""

    words: str
    rate: Rate

    @property
    def share(self) -> float:
        return round(100 * (self.rate.rate or 0), 1)

    @property
    def low(self) -> float:
        return round(100 * self.rate.low, 1)

    @property
    def high(self) -> float:
        return round(100 * self.rate.high, 1)

    @property
    def between(self) -> float:
        return round(self.high - self.low, 1)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one check did with one set of posts."""

    title: str
    about: str
    positives: int
    rows: tuple[Row, ...]


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Every check with how much of the held-back posts it noticed."""
    kept = measured.kept()
    context = {
        "kept": kept,
        "listed": [(check, _noticed(check, kept)) for check in CHECKS.values()],
        "together": [*_together(kept.held_back), *_together(kept.other_hand, of=" (other hands)")],
    }
    return render(request, "guide/checks.html", context)


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """One check: what it looks for and what it leaves alone, which rules ask it, and how well it does."""
    found = CHECKS.get(slug)
    if found is None:
        raise Http404
    kept = measured.kept()
    pack = judging.pack_in_force(agency=member_of(request).agency, at=at_of(request))
    context = {
        "check": found,
        "checks": CHECKS.values(),
        "kept": kept,
        "trials": list(_trials(found, kept)),
        "groups": _groups(kept) if slug == "disparaging" else (),
        "rules": [rule for rule in pack.rules if isinstance(rule, WordRule) and rule.check == slug],
        "pack": pack,
    }
    return render(request, "guide/check.html", context)


def _together(found: Measured, *, of: str = "") -> Iterator[Row]:
    """What nine labels say together, of one set of posts."""
    yield Row(words=f"Nine kinds, said directly{of}", rate=found.direct)
    yield Row(words=f"Nine kinds, said in other words{of}", rate=found.indirect)
    yield Row(
        words=f"Posts with nothing in them, asked about all the same{of}", rate=found.clean_with_findings
    )
    yield Row(words=f"The same, sent to Communications{of}", rate=found.clean_routed)


def _noticed(check: Check, kept: Kept) -> tuple[Row, ...]:
    """Of the held-back posts, one line for each wording; none where no post carries its label."""
    return tuple(
        row
        for label in check.labels
        if label in kept.held_back.labels
        for row in _rows(kept.held_back.labels[label])[:2]
    )


def _trials(check: Check, kept: Kept) -> Iterator[Trial]:
    sets = (
        (
            "Posts held back",
            "No check learnt from them. How readily the checks speak was chosen with them in view.",
            kept.held_back,
        ),
        (
            "Posts of other hands",
            "Held back as well, by hands that wrote no lesson.",
            kept.other_hand,
        ),
        ("Posts it learns from", "Each was read by checks that had not learnt from it.", kept.lessons),
    )
    for title, about, found in sets:
        for label in check.labels:
            if label in found.labels:
                well = found.labels[label]
                yield Trial(title=title, about=about, positives=well.positives, rows=_rows(well))


def _groups(kept: Kept) -> tuple[Row, ...]:
    """Of friendly posts that name a group, how many any check spoke about; the highest share first."""
    named = sorted(kept.groups.by_group.items(), key=lambda one: (-(one[1].rate or 0), one[0]))
    return tuple(Row(words=name.replace("_", " ").capitalize(), rate=rate) for name, rate in named)


def _rows(well: HowWell) -> tuple[Row, ...]:
    return (
        Row(words="Noticed when said directly", rate=well.direct),
        Row(words="Noticed when said in other words", rate=well.indirect),
        Row(words="Right when it speaks", rate=well.precision),
    )
