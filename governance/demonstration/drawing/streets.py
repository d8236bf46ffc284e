"""Scenes of the street: snow, night, a crossing, the station house, the train."""

from governance.demonstration.drawing import things
from governance.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Dice
from governance.demonstration.drawing.figures import UNIFORM, officer, somebody, stand
from governance.demonstration.drawing.numbers import counted


def _houses(canvas: Canvas, dice: Dice, *, foot: float, lit: bool = False) -> None:
    x = -20.0
    while x < WIDTH:
        wide = float(dice.between(190, 260))
        things.house(canvas, dice, x=x, foot=foot, wide=wide, tall=dice.between(250, 350), lit=lit)
        x += wide + dice.between(18, 60)


def snow_street(dice: Dice) -> tuple[Canvas, str]:
    """Houses, a buried car, somebody with a shovel."""
    canvas = Canvas(ground="#eef2f4")
    things.sky(canvas, top="#aebccb", bottom="#dfe6ea", down_to=480)
    _houses(canvas, dice, foot=500)
    canvas.rect(0, 500, WIDTH, 300, "#eef2f4")
    canvas.rect(0, 640, WIDTH, 90, "#cdd6db")
    things.bare_tree(canvas, x=dice.one_of((90, 1110)), foot=560, tall=330)
    things.car(canvas, x=120, foot=660, paint=dice.one_of(things.PAINTS), wide=340)
    canvas.shape([(170, 528), (225, 514), (360, 514), (415, 530)], "#ffffff")
    for pile in (500, 950):
        canvas.oval(pile, 650, 130, 46, "#ffffff")
    diggers = dice.between(2, 3)
    for place in range(diggers):
        x = 620 + place * 190
        stand(canvas, somebody(dice, warm=True), x=x, feet=690, tall=270, reach=(1, 0))
        canvas.line([(x - 62, 520), (x - 80, 690)], things.WOOD, 9)
        canvas.rect(x - 108, 670, 56, 44, "#7c8790", 6)
    things.snowfall(canvas, dice)
    return (
        canvas,
        f"snow falls on a street of brick houses; {counted(diggers, 'neighbor')} with shovels beside a car.",
    )


def night_street(dice: Dice) -> tuple[Canvas, str]:
    """Lit windows, lamps, people on their way home."""
    canvas = Canvas(ground="#2c3048")
    things.sky(canvas, top="#161b33", bottom="#39406b", down_to=520)
    for _ in range(40):
        canvas.circle(dice.below(WIDTH), dice.below(260), dice.between(1, 3), "#e9e6cf")
    canvas.circle(dice.between(150, 1050), 110, 44, "#f1ead0")
    _houses(canvas, dice, foot=540, lit=True)
    canvas.rect(0, 540, WIDTH, 110, "#3c415e")
    canvas.rect(0, 650, WIDTH, 150, "#23273c")
    for stripe in range(40, WIDTH, 190):
        canvas.rect(stripe, 720, 90, 10, "#c9c39c", 4)
    for place in (140, 560, 980):
        things.lamp(canvas, x=place, foot=640, tall=330, lit=True)
    walkers = dice.between(2, 3)
    for place in range(walkers):
        stand(canvas, somebody(dice, warm=True), x=300 + place * 250, feet=640, tall=225)
    return (
        canvas,
        f"a street at night under the moon; {counted(walkers, 'person', 'people')} walk where the lamps are.",
    )


def school_crossing(dice: Dice) -> tuple[Canvas, str]:
    """A guard with a paddle, children on the stripes."""
    canvas = Canvas(ground="#6d737a")
    things.sky(canvas, top="#9fcbe6", bottom="#e6f2f6", down_to=420)
    canvas.rect(260, 150, 720, 290, "#b5654a")
    canvas.rect(560, 90, 120, 60, "#a8553f")
    for column in range(6):
        for row in range(2):
            canvas.rect(300 + column * 112, 190 + row * 110, 72, 74, things.GLASS, 3)
    things.sign(canvas, x=620, y=166, wide=190, tall=34, text="SCHOOL", fill="#efe6d6", letters="#4a332a")
    for x in (110, 1090):
        things.tree(canvas, x=x, foot=460, tall=290, leaf=dice.one_of((*things.GREENS, *things.AUTUMN)))
    canvas.rect(0, 430, WIDTH, 60, "#cfc8ba")
    for stripe in range(8):
        canvas.shape(
            [
                (60 + stripe * 145, 800),
                (140 + stripe * 145, 800),
                (190 + stripe * 120, 500),
                (125 + stripe * 120, 500),
            ],
            "#f4f3ec",
        )
    stand(canvas, somebody(dice, warm=True), x=220, feet=690, tall=320, reach=(0, 2))
    canvas.line([(292, 440), (292, 330)], things.WOOD, 9)
    canvas.circle(292, 290, 52, "#c23b32")
    canvas.words(292, 290, "STOP", "#ffffff", 34)
    children = dice.between(3, 5)
    for place in range(children):
        stand(
            canvas,
            somebody(dice),
            x=480 + place * 140,
            feet=690 + 25 * (place % 2),
            tall=200 + 14 * (place % 3),
            reach=(0, place % 2),
        )
    crossing = f"{counted(children, 'child', 'children')} cross in front of a school"
    return canvas, f"a crossing guard holds up a stop paddle while {crossing}."


def station_house(dice: Dice) -> tuple[Canvas, str]:
    """The house of a district, its flags and its door."""
    canvas = Canvas(ground="#b7bdb4")
    top, bottom, when = dice.one_of(
        (("#8fc4e8", "#e4f1f7", "by day"), ("#1b2244", "#59629a", "in the evening"))
    )
    lit = when == "in the evening"
    things.sky(canvas, top=top, bottom=bottom, down_to=560)
    canvas.rect(130, 220, 940, 340, "#6d5a52" if lit else "#b08a6a")
    canvas.rect(110, 196, 980, 36, "#3f3a38" if lit else "#7d6650")
    for column in range(7):
        if column != 3:
            canvas.rect(170 + column * 128, 290, 84, 120, things.LIT if lit else things.GLASS, 4)
    canvas.rect(520, 330, 160, 230, "#2d3a52", 4)
    canvas.rect(534, 350, 60, 210, things.LIT if lit else things.GLASS)
    canvas.rect(606, 350, 60, 210, things.LIT if lit else things.GLASS)
    things.sign(canvas, x=600, y=262, wide=330, tall=52, text="POLICE", fill=UNIFORM, letters="#ffffff")
    for x in (450, 750):
        canvas.circle(x, 350, 22, "#6fa8e0")
        canvas.line([(x, 372), (x, 420)], things.IRON, 8)
    canvas.rect(0, 560, WIDTH, HEIGHT, "#565c69" if lit else "#b7bdb4")
    canvas.shape([(480, 560), (720, 560), (860, 800), (340, 800)], "#8d8f96" if lit else "#d8d4c9")
    people = dice.between(1, 3)
    stand(canvas, officer(dice), x=400, feet=730, tall=310, reach=(0, 1))
    for place in range(people):
        stand(
            canvas, somebody(dice), x=720 + place * 140, feet=730, tall=290 - 40 * place, reach=(place % 2, 0)
        )
    return canvas, f"a police station {when}; an officer at the walk greets {counted(people, 'visitor')}."


def car_lot(dice: Dice) -> tuple[Canvas, str]:
    """An officer checks a car in the lot."""
    canvas = Canvas(ground="#85898d")
    things.sky(canvas, top="#a9d0e6", bottom="#eaf3f6", down_to=400)
    canvas.rect(0, 300, WIDTH, 130, "#b08a6a")
    canvas.rect(0, 286, WIDTH, 20, "#7d6650")
    for place in range(7):
        canvas.rect(60 + place * 170, 330, 90, 56, things.GLASS, 3)
    for line in range(0, WIDTH, 300):
        canvas.shape([(line, 800), (line + 14, 800), (line + 104, 440), (line + 96, 440)], "#eceae0")
    things.car(canvas, x=330, foot=680, paint=dice.one_of(things.PAINTS), wide=520)
    stand(canvas, officer(dice), x=240, feet=710, tall=310, reach=(0, 1))
    for place in range(2):
        stand(canvas, somebody(dice, warm=True), x=930 + place * 130, feet=705, tall=290, reach=(1, 0))
    return (
        canvas,
        "an officer looks over a parked car in a lot; two neighbors wait beside it.",
    )


def platform(dice: Dice) -> tuple[Canvas, str]:
    """An elevated stop with a train."""
    canvas = Canvas(ground="#7c7468")
    things.sky(canvas, top="#9cc3da", bottom="#edf1ec", down_to=560)
    for tower in range(9):
        tall = dice.between(130, 330)
        canvas.rect(tower * 140 - 10, 560 - tall, 112, tall, dice.one_of(("#a9b8c2", "#95a7b3", "#b9c2c4")))
    canvas.rect(420, 270, 800, 260, "#cdd3d6", 26)
    canvas.rect(420, 440, 800, 30, dice.one_of(("#c23b32", "#2f6db5", "#7a4a2b", "#3b8a5a")))
    for pane in range(4):
        canvas.rect(470 + pane * 190, 310, 90, 100, things.GLASS, 8)
        canvas.rect(575 + pane * 190, 300, 60, 228, "#b3bbc0", 6)
    canvas.rect(0, 530, WIDTH, 24, "#4a4a48")
    canvas.rect(0, 590, WIDTH, 26, "#e6c14c")
    canvas.rect(0, 616, WIDTH, 190, "#9d978b")
    canvas.rect(90, 150, 260, 18, "#5d5248")
    for post in (120, 310):
        canvas.rect(post, 160, 14, 470, "#5d5248")
    riders = dice.between(2, 4)
    for place in range(riders):
        stand(canvas, somebody(dice), x=170 + place * 240, feet=740 - 16 * (place % 2), tall=290)
    return canvas, f"{counted(riders, 'rider')} on an elevated platform as a train stands at it."
