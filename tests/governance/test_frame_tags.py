"""The tags that every page is put together from."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

from directives.decision import Finding
from governance.templatetags import portal
from posts.models import Status

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("status", Status.values)
def test_every_status_is_a_word_and_an_icon(status: str) -> None:
    shown = rendered("{% status_tag status %}", status=status)
    assert Status(status).label in shown
    assert "sprite.svg#" in shown


@pytest.mark.parametrize("level", portal.LEVELS)
def test_every_level_is_a_word_an_icon_and_a_class(level: str) -> None:
    shown = rendered("{% tag level 'Word' %}", level=level)
    assert re.search(r'class="tag tag--[a-z-]+"', shown)
    assert "Word" in shown
    assert 'aria-hidden="true"' in shown


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered("{% icon 'check' %}")
    assert 'role="img" aria-label="Read"' in rendered("{% icon 'check' label='Read' %}")


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    sprite = (ROOT / "var" / "assets" / "uswds" / "img" / "sprite.svg").read_text()
    there = set(re.findall(r'id="([a-z_]+)"', sprite))
    asked = set(re.findall(r'\{% icon "([a-z_]+)"', "".join(p.read_text() for p in TEMPLATES)))
    asked |= {name for _, name in portal.LEVELS.values()} | {
        name for _, name in portal.STATUS_LEVELS.values()
    }
    assert asked <= there, asked - there


@pytest.mark.parametrize("filter_name", ["when", "clock", "clock_zone", "day", "due"])
def test_no_time_is_no_words(filter_name: str) -> None:
    assert rendered("{{ t|" + filter_name + ":'America/Chicago' }}", t=None) == ""


def test_what_people_wrote_is_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    shown = rendered(
        "{% tag 'think' bad %}{% card title=bad meta=bad %}{{ bad }}{% endcard %}"
        "{% empty_state title=bad text=bad %}{% endempty_state %}{% icon bad label=bad %}{% finding found %}",
        bad=bad,
        found=Finding(
            rule="r",
            clause="CPD-TW.IV.E",
            basis="reading",
            level="think",
            sentence=bad,
            suggestion=bad,
            span=(0, 1),
        ),
    )
    assert "<script" not in shown


def test_a_finding_says_whose_demand_it_is_and_offers_its_wording_to_a_form() -> None:
    found = Finding(
        rule="words",
        clause="CPD-TW.IV.F",
        basis="choice",
        level="needs_somebody",
        sentence="Residents may not know this word.",
        suggestion="our community policing office",
        span=(3, 9),
    )
    shown = rendered("{% finding found form='composer' %}", found=found)
    assert "finding--needs" in shown
    assert "This department asks" in shown
    assert "CPD-TW.IV.F" in shown
    assert 'form="composer" name="use_wording" value="words 1 3" data-start="3" data-end="9"' in shown
    assert "<button" not in rendered("{% finding found %}", found=found)


def test_a_finding_reads_the_same_from_the_dict_that_is_kept() -> None:
    kept = {"clause": "CPD-TW.IV.H", "basis": "clause", "level": "must_fix", "sentence": "Not here."}
    assert "The directive says" in rendered("{% finding found %}", found=kept)


def test_a_fold_is_open_without_script() -> None:
    shown = rendered("{% card title='History' fold=True %}x{% endcard %}")
    assert shown.startswith('<details class="card" open data-fold>')


def test_a_wrong_field_names_its_hint_and_its_error() -> None:
    class Asked(forms.Form):
        reason = forms.CharField(help_text="Kept.")

    form = Asked({"reason": ""})
    form.is_valid()
    shown = rendered('{% include "parts/field.html" with field=form.reason %}', form=form)
    assert 'aria-describedby="id_reason_hint id_reason_wrong"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_reason_hint"' in shown
    assert 'id="id_reason_wrong"' in shown
    assert 'class="usa-input"' in shown


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    for path in TEMPLATES:
        source = path.read_text()
        assert not re.search(r'\sstyle="|\son[a-z]+="|hx-on|<style|<script(?![^>]*\ssrc=)', source), path


def test_every_level_that_a_page_names_is_one() -> None:
    named = re.compile(r'{% tag "(\w+)"')
    found = {(page.name, level) for page in TEMPLATES for level in named.findall(page.read_text("utf-8"))}
    assert {(page, level) for page, level in found if level not in portal.LEVELS} == set()
