"""The drawn pictures: the same dice draw the same scene, and each says in words what it shows."""

from io import BytesIO

import pytest
from PIL import Image

from governance.demonstration.drawing import SCENES, draw
from governance.demonstration.drawing.canvas import HEIGHT, WIDTH
from governance.demonstration.telling import plays


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_a_picture_with_words_for_whoever_does_not_see_it(scene: str) -> None:
    drawn = draw(scene=scene, seed="one")

    assert Image.open(BytesIO(drawn.content)).size == (WIDTH, HEIGHT)
    assert drawn.alt_text.startswith("Drawing: ") and drawn.alt_text.endswith(".")
    assert 40 < len(drawn.alt_text) < 250


def test_the_same_dice_draw_the_same_and_others_draw_something_else() -> None:
    assert draw(scene="park", seed="one") == draw(scene="park", seed="one")
    assert len({draw(scene="park", seed=str(turn)).content for turn in range(5)}) == 5


def test_a_number_in_the_words_is_the_number_drawn() -> None:
    said = {draw(scene="basketball", seed=str(turn)).alt_text.split()[1] for turn in range(12)}
    assert said == {"three", "four", "five"}


def test_every_scene_illustrates_a_post() -> None:
    told = {piece.picture for play in plays(short=False) for piece in play.pieces}
    assert told - {""} <= set(SCENES)
    assert set(SCENES) <= told
