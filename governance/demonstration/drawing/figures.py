"""People as simple figures: nobody's likeness, every age and shade."""

from dataclasses import dataclass

from governance.demonstration.drawing.canvas import Canvas, Dice

SKINS = ("#f2c9a5", "#e0a878", "#c68642", "#9a6236", "#6f4322", "#4e2f1a")
HAIRS = ("#2b2320", "#4a332a", "#7a4a2b", "#b98a4e", "#8d8d8d", "#e8e3da")
COATS = ("#c0392b", "#d98324", "#2f7f6f", "#5b4b8a", "#8c5a3c", "#b03a73", "#3b6ea5", "#6b7d3a")
TROUSERS = ("#2e3440", "#46506a", "#5a4a42", "#3d4f3f")
UNIFORM, BADGE = "#1f3356", "#e6b94c"
WHITE = "#fafaf7"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one figure is dressed."""

    skin: str
    hair: str
    coat: str
    trousers: str
    long_hair: bool = False
    officer: bool = False
    hat: str = ""


def somebody(dice: Dice, *, warm: bool = False) -> Look:
    """Anybody, in a hat where it is cold."""
    return Look(
        skin=dice.one_of(SKINS),
        hair=dice.one_of(HAIRS),
        coat=dice.one_of(COATS),
        trousers=dice.one_of(TROUSERS),
        long_hair=bool(dice.below(2)),
        hat=dice.one_of(COATS) if warm else "",
    )


def officer(dice: Dice) -> Look:
    """A member in uniform."""
    return Look(
        skin=dice.one_of(SKINS), hair=dice.one_of(HAIRS[:4]), coat=UNIFORM, trousers="#16243d", officer=True
    )


def stand(
    canvas: Canvas,
    look: Look,
    *,
    x: float,
    feet: float,
    tall: float = 260,
    reach: tuple[float, float] = (0, 0),
) -> None:
    """A figure on its feet. `reach` lifts the left and the right hand: 0 hangs down, 1 is shoulder high, 2 waves."""
    unit = tall / 26
    hip, shoulder = feet - 11 * unit, feet - 19.5 * unit
    for side in (-1, 1):
        canvas.line(
            [(x + side * 1.6 * unit, hip), (x + side * 1.9 * unit, feet - unit)], look.trousers, 2.9 * unit
        )
        canvas.rect(
            x + side * 1.9 * unit - 1.8 * unit,
            feet - 1.5 * unit,
            3.8 * unit,
            1.5 * unit,
            "#2a2523",
            unit * 0.7,
        )
    _body(canvas, look, x, shoulder, hip, unit)
    for side, height in zip((-1, 1), reach, strict=True):
        _arm(canvas, look, x, shoulder, unit, side, height)
    _head(canvas, look, x, shoulder - 3.4 * unit, unit)


def sit(canvas: Canvas, look: Look, *, x: float, seat: float, tall: float = 260) -> None:
    """A figure from the front on a chair: what is above the knees."""
    unit = tall / 26
    shoulder = seat - 9 * unit
    for side in (-1, 1):
        canvas.line(
            [(x + side * 1.8 * unit, seat), (x + side * 2.4 * unit, seat + 7 * unit)],
            look.trousers,
            3.1 * unit,
        )
    _body(canvas, look, x, shoulder, seat, unit)
    for side in (-1, 1):
        _arm(canvas, look, x, shoulder, unit, side, 0)
    _head(canvas, look, x, shoulder - 3.4 * unit, unit)


def from_behind(canvas: Canvas, look: Look, *, x: float, seat: float, tall: float = 260) -> None:
    """A listener whose back we see."""
    unit = tall / 26
    canvas.rect(x - 4.6 * unit, seat - 10 * unit, 9.2 * unit, 12 * unit, look.coat, 3 * unit)
    canvas.circle(x, seat - 13 * unit, 3.1 * unit, look.hair)
    if not look.long_hair:
        canvas.rect(x - 1.2 * unit, seat - 11 * unit, 2.4 * unit, 2 * unit, look.skin, unit * 0.5)


def _body(canvas: Canvas, look: Look, x: float, shoulder: float, hip: float, unit: float) -> None:
    canvas.rect(x - 1.1 * unit, shoulder - 1.6 * unit, 2.2 * unit, 3 * unit, look.skin)
    canvas.rect(x - 3.9 * unit, shoulder, 7.8 * unit, hip - shoulder + 1.2 * unit, look.coat, 2.4 * unit)
    if look.officer:
        canvas.shape(_star(x + 1.8 * unit, shoulder + 2.8 * unit, 1.1 * unit), BADGE)
        canvas.rect(x - 3.9 * unit, hip - 1.2 * unit, 7.8 * unit, 1.1 * unit, "#0f1a2e")


def _arm(
    canvas: Canvas, look: Look, x: float, shoulder: float, unit: float, side: int, height: float
) -> None:
    start = (x + side * 3.3 * unit, shoulder + 1.4 * unit)
    elbow = (x + side * (4.8 + height) * unit, shoulder + (5 - 2.6 * height) * unit)
    hand = (x + side * (4.9 + 1.9 * height) * unit, shoulder + (8.6 - 6 * height) * unit)
    canvas.line([start, elbow], look.coat, 2.1 * unit)
    canvas.line([elbow, hand], look.coat, 2.0 * unit)
    canvas.circle(hand[0], hand[1], 1.15 * unit, look.skin)


def _head(canvas: Canvas, look: Look, x: float, y: float, unit: float) -> None:
    if look.long_hair and not look.officer:
        canvas.rect(x - 2.9 * unit, y - 1.2 * unit, 5.8 * unit, 5 * unit, look.hair, 1.8 * unit)
    canvas.circle(x, y, 2.6 * unit, look.skin)
    canvas.half(x, y - 0.2 * unit, 2.75 * unit, look.hair, 180, 360)
    if look.officer:
        canvas.rect(x - 3 * unit, y - 3.1 * unit, 6 * unit, 2.3 * unit, UNIFORM, unit)
        canvas.rect(x - 3.3 * unit, y - 1.2 * unit, 6.6 * unit, 0.7 * unit, "#0f1a2e", unit * 0.3)
        canvas.circle(x, y - 2 * unit, 0.55 * unit, BADGE)
    elif look.hat:
        canvas.half(x, y - 0.5 * unit, 2.9 * unit, look.hat, 180, 360)
        canvas.rect(x - 3 * unit, y - 1.2 * unit, 6 * unit, 1.2 * unit, WHITE, unit * 0.6)
        canvas.circle(x, y - 3.6 * unit, 0.9 * unit, WHITE)
    for side in (-1, 1):
        canvas.circle(x + side * 0.9 * unit, y + 0.5 * unit, 0.28 * unit, "#241c18")


def _star(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """Five points: what a star of the department is reduced to here."""
    spikes = ((0, -1), (0.24, -0.32), (0.95, -0.31), (0.38, 0.12), (0.59, 0.81), (0, 0.4))
    left = [(-across, down) for across, down in reversed(spikes[1:5])]
    return [(x + across * size, y + down * size) for across, down in (*spikes, *left)]
