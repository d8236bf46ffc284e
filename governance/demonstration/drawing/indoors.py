"""Scenes under a roof: tables, shelves, a meeting, a wall with a poster."""

from governance.demonstration.drawing import things
from governance.demonstration.drawing.canvas import WIDTH, Canvas, Dice
from governance.demonstration.drawing.figures import (
    COATS,
    UNIFORM,
    from_behind,
    officer,
    sit,
    somebody,
    stand,
)
from governance.demonstration.drawing.numbers import counted

WALLS = ("#e9dfcc", "#d7e2df", "#e6d5c9", "#dcdfe8")
FLOOR = "#b58d62"


def _room(dice: Dice, *, floor_at: float = 560) -> Canvas:
    canvas = Canvas(ground=dice.one_of(WALLS))
    canvas.rect(0, floor_at, WIDTH, 240, FLOOR)
    canvas.rect(0, floor_at - 16, WIDTH, 16, "#8b6a47")
    return canvas


def coat_drive(dice: Dice) -> tuple[Canvas, str]:
    """A rack of coats, a table, people who choose."""
    canvas = _room(dice)
    canvas.line([(90, 560), (90, 220), (520, 220), (520, 560)], things.IRON, 12)
    coats = dice.between(5, 7)
    for place in range(coats):
        x, paint = 125 + place * 360 / (coats - 1), dice.one_of(COATS)
        canvas.line([(x, 220), (x, 242)], things.IRON, 4)
        canvas.shape(
            [(x - 12, 242), (x + 12, 242), (x + 42, 290), (x + 34, 450), (x - 34, 450), (x - 42, 290)], paint
        )
        canvas.line([(x, 262), (x, 440)], "#f4efe4", 3)
    people = dice.between(3, 4)
    stand(canvas, officer(dice), x=640, feet=690, tall=330, reach=(0, 1))
    for place in range(people - 1):
        stand(
            canvas,
            somebody(dice, warm=True),
            x=800 + place * 135,
            feet=680,
            tall=315 - 60 * (place % 2),
            reach=(1, 0),
        )
    things.table(canvas, x=560, top=600, wide=580, foot=770, cloth="#2f5d8a")
    for place in range(4):
        canvas.rect(600 + place * 135, 556, 92, 36, dice.one_of(COATS), 10)
        canvas.rect(606 + place * 135, 532, 80, 28, dice.one_of(COATS), 10)
    rack = f"a rack of {counted(coats, 'winter coat')} and a table with folded hats"
    return canvas, f"{rack}; an officer hands them out to {counted(people - 1, 'neighbor')}."


def food_table(dice: Dice) -> tuple[Canvas, str]:
    """A long table with pots, bread and people behind it."""
    canvas = _room(dice)
    for flag in range(14):
        x = 20 + flag * 86
        canvas.shape([(x, 90), (x + 70, 90), (x + 35, 150)], COATS[flag % len(COATS)])
    canvas.line([(0, 90), (WIDTH, 90)], "#6d6257", 5)
    helpers = dice.between(2, 4)
    for place in range(helpers):
        look = officer(dice) if place == 1 else somebody(dice)
        stand(canvas, look, x=230 + place * 240, feet=720, tall=350, reach=(1, 1))
    things.table(
        canvas, x=90, top=560, wide=1020, foot=770, cloth=dice.one_of(("#a33b3b", "#3f6f5a", "#c08a2e"))
    )
    pots = dice.between(3, 5)
    for place in range(pots):
        middle = 190 + place * 820 / (pots - 1)
        canvas.rect(middle - 58, 480, 116, 74, "#79828a", 12)
        canvas.rect(middle - 66, 474, 132, 14, "#9aa3aa", 7)
        for steam in (-20, 10):
            canvas.line(
                [(middle + steam, 460), (middle + steam + 14, 436), (middle + steam, 412)], "#f5f5f2", 6
            )
        canvas.oval(middle + 90, 536, 30, 15, "#d9a866")
    behind = f"{counted(helpers, 'helper')}, one of them an officer,"
    return canvas, f"{behind} behind a long table with {counted(pots, 'pot')} and bread."


def library(dice: Dice) -> tuple[Canvas, str]:
    """Shelves and a reading circle."""
    canvas = _room(dice)
    for shelf in range(3):
        y = 120 + shelf * 140
        x = 60.0
        while x < 1120:
            wide, tall = dice.between(16, 34), dice.between(80, 112)
            canvas.rect(x, y + 112 - tall, wide, tall, dice.one_of((*COATS, "#c9b58e", "#7d8a94")), 3)
            x += wide + 4
        canvas.rect(40, y + 112, 1120, 14, "#7d5a3b", 3)
    reader = officer(dice)
    canvas.rect(520, 560, 160, 120, "#6d5240", 10)
    sit(canvas, reader, x=600, seat=610, tall=330)
    canvas.shape([(535, 575), (600, 592), (665, 575), (665, 520), (600, 537), (535, 520)], "#fbf7ea")
    canvas.line([(600, 538), (600, 592)], "#b7ac92", 4)
    children = 2 * dice.between(2, 3)
    for place in range(children):
        x = 180 + place * 840 / (children - 1)
        canvas.oval(x, 778, 88, 24, dice.one_of(COATS))
        from_behind(canvas, somebody(dice), x=x, seat=740, tall=250)
    return (
        canvas,
        f"an officer reads from a book to {counted(children, 'child', 'children')} in front of library shelves.",
    )


def meeting_room(dice: Dice) -> tuple[Canvas, str]:
    """A speaker at a board, listeners from behind."""
    canvas = _room(dice, floor_at=520)
    canvas.rect(360, 110, 500, 290, "#f7f5ee", 8)
    shown = dice.one_of(("a map", "a chart"))
    if shown == "a map":
        for street in range(5):
            canvas.line([(390, 150 + street * 55), (830, 142 + street * 55)], "#b9c4c9", 8)
            canvas.line([(420 + street * 95, 130), (430 + street * 95, 382)], "#b9c4c9", 8)
        for _ in range(5):
            canvas.circle(dice.between(410, 810), dice.between(150, 360), 13, "#c23b32")
    else:
        for bar in range(6):
            tall = dice.between(50, 200)
            canvas.rect(420 + bar * 68, 370 - tall, 44, tall, things.PAINTS[bar % len(things.PAINTS)], 4)
    stand(canvas, officer(dice), x=1000, feet=610, tall=350, reach=(1, 0))
    listeners = dice.between(5, 8)
    for place in range(listeners):
        row = place % 2
        x = 110 + place * 1000 / (listeners - 1)
        from_behind(canvas, somebody(dice), x=x, seat=660 + 80 * row, tall=250 + 40 * row)
        canvas.rect(x - 62, 690 + 70 * row, 124, 160, "#5c5148", 10)
    return (
        canvas,
        f"an officer speaks beside a board with {shown}; {counted(listeners, 'neighbor')} listen on chairs.",
    )


def poster(dice: Dice) -> tuple[Canvas, str]:
    """A wall with a poster; its words are in the alt text too."""
    canvas = _room(dice, floor_at=700)
    line, second = dice.one_of(
        (
            ("COME AND TALK", "Every month, every beat"),
            ("LOOK TWICE", "Children on the way"),
            ("CALL 911", "When it happens now"),
        )
    )
    paint = dice.one_of((UNIFORM, "#2f7f6f", "#a33b3b"))
    canvas.rect(312, 72, 576, 596, "#c9bfae", 6)
    canvas.rect(300, 60, 576, 596, "#fbf8f0", 6)
    canvas.rect(300, 60, 576, 150, paint, 6)
    canvas.words(588, 135, line, "#ffffff", 58)
    for place in range(3):
        look = officer(dice) if place == 1 else somebody(dice)
        stand(canvas, look, x=448 + place * 140, feet=540, tall=270, reach=(place == 0, place == 2))
    canvas.rect(360, 540, 456, 8, paint, 4)
    canvas.words(588, 600, second, "#2a2f36", 38)
    for pin in (330, 846):
        canvas.circle(pin, 88, 9, "#e6b94c")
    return (
        canvas,
        f"a poster on a wall with the words {line.capitalize()} and {second}, over three people who wave.",
    )
