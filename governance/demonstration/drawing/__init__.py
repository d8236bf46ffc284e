"""Pictures for the posts of the demonstration: flat scenes drawn by code, so that nobody real is on any of them."""

from governance.demonstration.drawing.album import SCENES, Drawing, draw

__all__ = ["SCENES", "Drawing", "draw"]
