"""A text is taken for another language only where that is sure."""

import json

import pytest

from directives.recognised import other_than
from directives.texts import learning
from tests.directives.drafts import POLISH


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lock your garage side door tonight and call us if you see somebody in it.", ""),
        ("Cierre hoy la puerta lateral de su garaje. Llame al 911 si ve a alguien en ella.", "es"),
        ("Los RD se hacen por teléfono, no en el desk. Lleven su identificación si aplica. Gracias.", "es"),
        (POLISH, "pl"),
        (
            "请锁好车门。昨晚有人打开了车库的门。如果看见可疑的人请打电话给警察局。不要自己处理这件事情。",
            "zh",
        ),
    ],
)
def test_a_text_of_some_length_is_told_by_its_words(text: str, code: str) -> None:
    assert other_than(own="en", text=text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gracias, vecinos!",
        "¡Feliz Día de los Muertos!",
        "Mi casa es su casa: coffee with your beat officers at the Jumping Bean.",
        "Día de los Muertos on 18th Street: Museo Nacional de Arte, Plaza Tenochtitlán, Casa Aztlán.",
        "Coffee with a cop, Saturday at 10 a.m. in the library. Café con policía, este sábado a las 10 a.m.",
        "Thirty-one bricks. I counted twice because I thought I was seeing things. Swipe.",
        "Fa la la la la, la la, slow down on Ridge.",
    ],
)
def test_names_a_greeting_and_two_languages_side_by_side_are_no_other_language(text: str) -> None:
    assert other_than(own="en", text=text) == ""


def test_of_the_labelled_posts_in_english_none_is_taken_for_another_language() -> None:
    files = sorted(learning.LESSONS.glob("*.jsonl"))
    posts = [json.loads(line) for one in files for line in one.read_text(encoding="utf-8").splitlines()]
    english = [post["text"] for post in posts if post["language"] == "en"]
    assert len(english) > 8_000
    assert [text for text in english if other_than(own="en", text=text)] == []


def test_of_a_department_that_writes_spanish_it_is_english_that_is_told() -> None:
    spanish = "Cierre hoy la puerta lateral de su garaje. Llame al 911 si ve a alguien en ella."
    english = "Lock your garage side door tonight and call us if you see somebody in it."
    assert [other_than(own="es", text=text) for text in (spanish, english)] == ["", "en"]
