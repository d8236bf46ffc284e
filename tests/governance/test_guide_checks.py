"""The guide's pages of the checks: each has its own, with figures that a command wrote and nobody typed."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from directives import measured
from directives.texts import CHECKS, CHECKS_VERSION
from directives.texts.measuring import rate
from governance.cast import Cast

PROMISE = "No check looks for criticism of the police"


@pytest.fixture
def reader(chicago: Cast, client: Client) -> Client:
    client.force_login(chicago.lindqvist)
    return client


def test_each_check_says_both_sides_of_what_it_looks_for_and_how_well_it_does(reader: Client) -> None:
    for slug, check in CHECKS.items():
        page = reader.get(reverse("guide_check", args=[slug]))
        words = page.content.decode()
        assert "It speaks" in words and "It stays silent" in words and PROMISE in words, slug
        assert len(page.context["trials"]) == sum(
            label in found.labels
            for found in (measured.kept().held_back, measured.kept().other_hand, measured.kept().lessons)
            for label in check.labels
        )


def test_each_check_names_the_rules_that_ask_it(reader: Client) -> None:
    for slug in CHECKS:
        words = reader.get(reverse("guide_check", args=[slug])).content.decode()
        assert "No rule in force asks" not in words, slug
    force = reader.get(reverse("guide_check", args=["use_of_force"])).content.decode()
    assert "Words about use of force" in force and "Like posts about use of force" in force


def test_the_list_leads_to_every_check_from_the_guide(reader: Client) -> None:
    listed = reader.get(reverse("guide_checks")).content.decode()
    assert all(reverse("guide_check", args=[slug]) in listed for slug in CHECKS)
    assert PROMISE in listed
    assert reverse("guide_checks") in reader.get(reverse("guide")).content.decode()


def test_a_check_that_is_not_is_not_found(reader: Client) -> None:
    assert reader.get(reverse("guide_check", args=["criticism"])).status_code == 404


def test_the_page_shows_the_figures_of_the_file_and_says_of_which_version_they_are(reader: Client) -> None:
    kept = measured.kept()
    words = reader.get(reverse("guide_check", args=["arrest"])).content.decode()
    for found in (kept.held_back, kept.other_hand, kept.lessons):
        direct = found.labels["arrest"].direct
        assert f"{direct.count} of {direct.of}" in words
    present = "Measured with the present checks"
    assert (present in words) == (kept.version == CHECKS_VERSION)
    assert ("earlier version of the checks" in words) == (kept.version != CHECKS_VERSION)


def test_what_is_kept_is_what_was_measured_with_the_present_checks(tmp_path: Path) -> None:
    half, file = rate([True, False]), tmp_path / "measured.json"
    row = {
        "positives": 2,
        "recall": half,
        "recall_direct": half,
        "recall_indirect": rate([]),
        "precision": half,
    }
    table = {
        "labels": {"arrest": row},
        "pooled": {"direct": half, "indirect": rate([])},
        "clean_with_findings": half,
        "clean_routed": half,
        "by_group": {},
    }
    measured.keep(held_back=table, other_hand=table, lessons=table, groups=table, into=file)
    kept = measured.kept(file=file)
    assert kept.of_present
    assert (kept.held_back.labels["arrest"].direct.count, kept.lessons.direct.of) == (1, 2)
    assert kept.held_back.labels["arrest"].indirect.rate is None
    assert json.loads(file.read_text())["version"] == CHECKS_VERSION


def test_the_check_of_scorn_shows_how_often_it_speaks_about_friendly_posts_of_each_group(
    reader: Client,
) -> None:
    words = reader.get(reverse("guide_check", args=["disparaging"])).content.decode()
    for name, well in measured.kept().groups.by_group.items():
        assert name.replace("_", " ").capitalize() in words
        assert f"{well.count} of {well.of}" in words
    assert "Friendly posts" not in reader.get(reverse("guide_check", args=["arrest"])).content.decode()
