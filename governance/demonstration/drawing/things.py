"""What stands around in the scenes: trees, lamps, houses, cars, bicycles, tables."""

from governance.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Dice

GREENS = ("#4f8a5b", "#3f7a52", "#6b9a4d", "#87a96b")
AUTUMN = ("#c9762b", "#b5522d", "#d9a441", "#8f6b2f")
WALLS = ("#b5654a", "#a8553f", "#c58b62", "#8f7b6b", "#9c8f86", "#7d8a94")
PAINTS = ("#2f5d8a", "#a33b3b", "#5d6b73", "#d0cdc4", "#3f6f5a")
GLASS, LIT, IRON, WOOD = "#bcd6e2", "#f7d774", "#3a4148", "#9a6b42"


def sky(canvas: Canvas, *, top: str, bottom: str, down_to: float) -> None:
    """Two tones with a soft step between them."""
    bands = 12
    for band in range(bands):
        share = band / (bands - 1)
        canvas.rect(0, down_to * band / bands, WIDTH, down_to / bands + 1, _mixed(top, bottom, share))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def ground(canvas: Canvas, *, from_y: float, fill: str) -> None:
    """Everything below a line."""
    canvas.rect(0, from_y, WIDTH, HEIGHT - from_y, fill)


def cloud(canvas: Canvas, *, x: float, y: float, wide: float, fill: str = "#ffffff") -> None:
    """Three puffs on a flat base."""
    canvas.oval(x, y, wide * 0.5, wide * 0.13, fill)
    canvas.circle(x - wide * 0.15, y - wide * 0.09, wide * 0.17, fill)
    canvas.circle(x + wide * 0.13, y - wide * 0.13, wide * 0.21, fill)


def tree(canvas: Canvas, *, x: float, foot: float, tall: float, leaf: str) -> None:
    """A round crown in two tones on a trunk."""
    canvas.rect(x - tall * 0.045, foot - tall * 0.5, tall * 0.09, tall * 0.5, "#6b4a33", tall * 0.02)
    canvas.circle(x, foot - tall * 0.66, tall * 0.3, leaf)
    canvas.circle(x - tall * 0.18, foot - tall * 0.52, tall * 0.2, leaf)
    canvas.circle(x + tall * 0.19, foot - tall * 0.54, tall * 0.21, leaf)
    canvas.circle(x + tall * 0.1, foot - tall * 0.74, tall * 0.13, _mixed(leaf, "#ffffff", 0.18))


def bare_tree(canvas: Canvas, *, x: float, foot: float, tall: float) -> None:
    """Branches without leaves."""
    bark = "#5c4636"
    canvas.line([(x, foot), (x, foot - tall * 0.6)], bark, tall * 0.05)
    for side, low, out in ((-1, 0.42, 0.2), (1, 0.48, 0.22), (-1, 0.58, 0.13), (1, 0.6, 0.1)):
        end = (x + side * tall * out, foot - tall * (low + 0.27))
        canvas.line([(x, foot - tall * low), end], bark, tall * 0.025)
    canvas.line([(x, foot - tall * 0.6), (x, foot - tall * 0.95)], bark, tall * 0.025)


def lamp(canvas: Canvas, *, x: float, foot: float, tall: float, lit: bool) -> None:
    """A street lamp with its arm."""
    canvas.line([(x, foot), (x, foot - tall), (x + tall * 0.16, foot - tall)], IRON, 9)
    if lit:
        canvas.shape(
            [
                (x + tall * 0.12, foot - tall),
                (x + tall * 0.26, foot - tall),
                (x + tall * 0.5, foot),
                (x - tall * 0.1, foot),
            ],
            "#54597a",
        )
    canvas.oval(x + tall * 0.19, foot - tall + 6, 24, 12, LIT if lit else "#d9dde0")


def bench(canvas: Canvas, *, x: float, foot: float) -> None:
    """Two boards and two legs."""
    for leg in (x + 18, x + 172):
        canvas.rect(leg, foot - 62, 10, 62, IRON)
    canvas.rect(x, foot - 66, 200, 14, WOOD, 5)
    canvas.rect(x, foot - 112, 200, 18, WOOD, 5)
    canvas.rect(x, foot - 90, 200, 14, WOOD, 5)


def house(canvas: Canvas, dice: Dice, *, x: float, foot: float, wide: float, tall: float, lit: bool) -> None:
    """A brick two-flat with windows, a door and a cornice."""
    wall = dice.one_of(WALLS)
    wall = _mixed(wall, "#20253d", 0.55) if lit else wall
    canvas.rect(x, foot - tall, wide, tall, wall)
    canvas.rect(x - 6, foot - tall - 12, wide + 12, 18, _mixed(wall, "#1c1c1c", 0.3))
    floors = 2 if tall < 330 else 3
    for floor in range(floors):
        for column in range(2):
            shine = lit and dice.below(3) > 0
            left, top = x + wide * (0.14 + 0.42 * column), foot - tall * 0.9 + floor * tall * 0.86 / floors
            if floor == floors - 1 and column == 1:
                _door(canvas, left, foot, wide, tall / floors)
            else:
                _window(
                    canvas,
                    left,
                    top,
                    wide * 0.28,
                    tall * 0.52 / floors,
                    LIT if shine else "#3c4460" if lit else GLASS,
                )


def _window(canvas: Canvas, x: float, y: float, wide: float, tall: float, glass: str) -> None:
    canvas.rect(x - 4, y - 4, wide + 8, tall + 8, "#efe9dc")
    canvas.rect(x, y, wide, tall, glass)
    canvas.rect(x, y + tall / 2 - 2, wide, 4, "#efe9dc")


def _door(canvas: Canvas, x: float, foot: float, wide: float, floor: float) -> None:
    canvas.rect(x, foot - floor * 0.66, wide * 0.26, floor * 0.66, "#5a3526", 4)
    canvas.circle(x + wide * 0.21, foot - floor * 0.3, 4, "#e6b94c")


def car(canvas: Canvas, *, x: float, foot: float, paint: str, wide: float = 300) -> None:
    """A parked car from the side."""
    tall = wide * 0.3
    canvas.rect(x, foot - tall * 0.85, wide, tall * 0.62, paint, tall * 0.22)
    roof = [(0.17, 0.8), (0.3, 1.4), (0.68, 1.4), (0.84, 0.8)]
    canvas.shape([(x + wide * across, foot - tall * up) for across, up in roof], paint)
    pane = [(0.235, 0.86), (0.325, 1.28), (0.485, 1.28), (0.485, 0.86)]
    canvas.shape([(x + wide * across, foot - tall * up) for across, up in pane], GLASS)
    pane = [(0.515, 0.86), (0.515, 1.28), (0.66, 1.28), (0.765, 0.86)]
    canvas.shape([(x + wide * across, foot - tall * up) for across, up in pane], GLASS)
    for wheel in (0.22, 0.78):
        canvas.circle(x + wide * wheel, foot - tall * 0.24, tall * 0.27, "#22262a")
        canvas.circle(x + wide * wheel, foot - tall * 0.24, tall * 0.12, "#b8bec4")
    canvas.rect(x + wide * 0.95, foot - tall * 0.68, wide * 0.05, tall * 0.16, LIT, 4)


def bicycle(canvas: Canvas, *, x: float, foot: float, paint: str, size: float = 1.0) -> None:
    """A bicycle from the side, about 230 units long."""

    def at(across: float, up: float) -> tuple[float, float]:
        return x + across * size, foot - up * size

    for hub in (55, 195):
        canvas.ring(*at(hub, 52), 50 * size, "#2b2f33", 7 * size)
        for end_x, end_y in ((hub - 44, 52), (hub + 44, 52), (hub, 8), (hub, 96)):
            canvas.line([at(hub, 52), at(end_x, end_y)], "#a5abb0", 1.6 * size)
    frame = [at(55, 52), at(96, 118), at(170, 124), at(118, 52), at(96, 118)]
    canvas.line(frame, paint, 8 * size)
    canvas.line([at(55, 52), at(118, 52)], paint, 8 * size)
    canvas.line([at(195, 52), at(166, 146), at(186, 158)], paint, 8 * size)
    canvas.line([at(96, 118), at(91, 140)], "#2b2f33", 7 * size)
    canvas.line([at(76, 142), at(108, 142)], "#2b2f33", 11 * size)


def table(canvas: Canvas, *, x: float, top: float, wide: float, foot: float, cloth: str) -> None:
    """A table with a cloth to the front."""
    for leg in (x + 26, x + wide - 38):
        canvas.rect(leg, top, 12, foot - top, IRON)
    canvas.rect(x, top, wide, (foot - top) * 0.58, cloth, 6)
    canvas.rect(x - 8, top - 12, wide + 16, 20, _mixed(cloth, "#ffffff", 0.35), 6)


def sign(
    canvas: Canvas, *, x: float, y: float, wide: float, tall: float, text: str, fill: str, letters: str
) -> None:
    """A board with one line on it, about its middle."""
    canvas.rect(x - wide / 2, y - tall / 2, wide, tall, fill, 8)
    canvas.words(x, y, text, letters, tall * 0.46)


def snowfall(canvas: Canvas, dice: Dice, *, flakes: int = 130) -> None:
    """Flakes over all that was drawn before."""
    for _ in range(flakes):
        canvas.circle(dice.below(WIDTH), dice.below(HEIGHT), dice.between(2, 6), "#ffffff")
