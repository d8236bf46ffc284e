"""The guide: a chapter for each kind of person, every picture there, every chapter for everybody."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from governance.cast import Cast
from governance.guide import CHAPTERS

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "guide"
PICTURES = Path(settings.BASE_DIR) / "static" / "portal" / "guide"


def test_every_role_has_its_chapter() -> None:
    assert {role for chapter in CHAPTERS for role in chapter.roles} == set(Role)


@pytest.mark.parametrize("slug", [chapter.slug for chapter in CHAPTERS])
def test_a_chapter_is_there_for_everybody(slug: str, chicago: Cast, client: Client) -> None:
    client.force_login(chicago.lindqvist)
    page = client.get(reverse("guide_chapter", args=[slug])).content.decode()
    assert "<h2>" in page


def test_a_chapter_that_is_not_is_not_found(chicago: Cast, client: Client) -> None:
    client.force_login(chicago.lindqvist)
    assert client.get(reverse("guide_chapter", args=["secrets"])).status_code == 404


def test_ones_own_chapters_stand_first(chicago: Cast, client: Client) -> None:
    client.force_login(chicago.whitfield)
    own = client.get(reverse("guide")).context["own"]
    assert [chapter.slug for chapter in own] == ["begin", "review"]


def test_every_picture_of_the_guide_has_been_taken_for_desk_and_phone() -> None:
    named = {
        name
        for file in TEMPLATES.glob("*.html")
        for name in re.findall(r'guide_picture "([\w-]+)"', file.read_text())
    }
    there = {picture.name for picture in PICTURES.glob("*.png")}
    assert named
    assert {f"{name}{ending}" for name in named for ending in (".png", "-phone.png")} <= there
