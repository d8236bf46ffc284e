"""Every scene by its name, and a drawing of it with words for whoever does not see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from governance.demonstration.drawing import indoors, outdoors, streets
from governance.demonstration.drawing.canvas import Canvas, Dice

Scene = Callable[[Dice], tuple[Canvas, str]]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture as a file, and what it shows in words."""

    name: str
    content: bytes
    alt_text: str


SCENES: Mapping[str, Scene] = {
    "park": outdoors.park,
    "garden": outdoors.garden,
    "basketball": outdoors.basketball,
    "shoreline": outdoors.shoreline,
    "bicycles": outdoors.bicycles,
    "scooter": outdoors.scooter,
    "snow_street": streets.snow_street,
    "night_street": streets.night_street,
    "school_crossing": streets.school_crossing,
    "station_house": streets.station_house,
    "car_lot": streets.car_lot,
    "platform": streets.platform,
    "coat_drive": indoors.coat_drive,
    "food_table": indoors.food_table,
    "library": indoors.library,
    "meeting_room": indoors.meeting_room,
    "poster": indoors.poster,
}


def draw(*, scene: str, seed: str) -> Drawing:
    """The scene as these dice fall: the same seed gives the same bytes. Raises KeyError for an unknown scene."""
    canvas, words = SCENES[scene](Dice(f"{scene}/{seed}"))
    return Drawing(name=f"{scene.replace('_', '-')}.png", content=canvas.png(), alt_text=f"Drawing: {words}")
