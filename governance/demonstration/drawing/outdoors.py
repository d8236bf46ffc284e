"""Scenes under the open sky: parks, gardens, courts and the lake."""

from governance.demonstration.drawing import things
from governance.demonstration.drawing.canvas import Canvas, Dice
from governance.demonstration.drawing.figures import officer, sit, somebody, stand
from governance.demonstration.drawing.numbers import counted

SKIES = (("#8fc4e8", "#dff0f7"), ("#a9c7d8", "#eef3f2"), ("#f0b98a", "#f9e6cf"))


def _day(dice: Dice, *, horizon: float, grass: str) -> Canvas:
    canvas = Canvas(ground=grass)
    top, bottom = dice.one_of(SKIES)
    things.sky(canvas, top=top, bottom=bottom, down_to=horizon)
    for _ in range(dice.between(1, 3)):
        things.cloud(canvas, x=dice.between(80, 1120), y=dice.between(70, 190), wide=dice.between(130, 240))
    return canvas


def park(dice: Dice) -> tuple[Canvas, str]:
    """A path, a bench, people who walk."""
    canvas = _day(dice, horizon=420, grass="#8fb56a")
    leaves, season = dice.one_of(((things.GREENS, "green"), (things.AUTUMN, "autumn-colored")))
    trees = dice.between(4, 6)
    for place in range(trees):
        things.tree(
            canvas,
            x=60 + place * 1100 / trees + dice.below(60),
            foot=430 + dice.below(50),
            tall=dice.between(230, 330),
            leaf=dice.one_of(leaves),
        )
    canvas.shape([(520, 470), (640, 470), (1010, 800), (330, 800)], "#e3d3b0")
    things.bench(canvas, x=dice.one_of((110, 880)), foot=620)
    people = dice.between(2, 4)
    for place in range(people):
        look = officer(dice) if place == 0 else somebody(dice)
        tall = 300 if place < 2 else 210
        stand(canvas, look, x=430 + place * 115, feet=700 + dice.below(30), tall=tall, reach=(0, place == 1))
    return (
        canvas,
        f"a park path with {season} trees and a bench; an officer walks with {counted(people - 1, 'neighbor')}.",
    )


def garden(dice: Dice) -> tuple[Canvas, str]:
    """Raised beds and a fence."""
    canvas = _day(dice, horizon=380, grass="#9bb36f")
    for post in range(0, 1200, 60):
        canvas.rect(post, 330, 34, 110, "#e8dcc3", 8)
    canvas.rect(0, 362, 1200, 14, "#d3c3a3")
    crop, colour = dice.one_of((("tomatoes", "#cf3e2e"), ("pumpkins", "#dd8a2c"), ("sunflowers", "#f0c23b")))
    gardeners = dice.between(2, 3)
    for place in range(gardeners):
        stand(
            canvas, somebody(dice), x=210 + place * 370, feet=570, tall=310, reach=(place % 2, 1 - place % 2)
        )
    beds = dice.between(2, 3)
    for bed in range(beds):
        left, top = 70 + bed * 1090 / beds, 560 + 30 * (bed % 2)
        wide = 960 / beds
        canvas.rect(left, top, wide, 110, "#7a5638", 8)
        canvas.rect(left + 12, top + 10, wide - 24, 40, "#4a3527", 8)
        for plant in range(int(wide // 75)):
            x = left + 50 + plant * 72
            canvas.line([(x, top + 20), (x, top - 50)], "#4f8a3f", 7)
            canvas.oval(x - 18, top - 20, 20, 10, "#5e9a4a")
            canvas.oval(x + 18, top - 38, 20, 10, "#5e9a4a")
            canvas.circle(x, top - 62, 17, colour)
    return canvas, f"{counted(gardeners, 'gardener')} at raised beds of {crop} in front of a white fence."


def basketball(dice: Dice) -> tuple[Canvas, str]:
    """A court with a hoop and players."""
    canvas = _day(dice, horizon=400, grass="#c77b4f")
    for place in range(4):
        things.tree(canvas, x=140 + place * 300, foot=410, tall=210, leaf=dice.one_of(things.GREENS))
    canvas.rect(0, 400, 1200, 10, "#efe6d6")
    canvas.ring(300, 900, 300, "#efe6d6", 9)
    canvas.line([(1010, 720), (1010, 180), (930, 180)], things.IRON, 20)
    canvas.rect(800, 90, 160, 130, "#f7f5ef", 6)
    canvas.rect(845, 140, 70, 56, "#c0392b", 2)
    canvas.rect(853, 148, 54, 40, "#f7f5ef", 2)
    canvas.line([(800, 222), (890, 222)], "#d9572b", 9)
    for thread in range(4):
        canvas.line([(806 + thread * 26, 226), (822 + thread * 16, 284)], "#ffffff", 3)
    players = dice.between(3, 5)
    for place in range(players):
        look = officer(dice) if place == 1 else somebody(dice)
        up = 2 if place == 0 else dice.below(2)
        stand(
            canvas,
            look,
            x=640 - place * 135,
            feet=700 + 25 * (place % 2),
            tall=280 - 22 * (place % 3),
            reach=(up, up),
        )
    canvas.circle(700, 330, 32, "#d9742b")
    canvas.line([(668, 330), (732, 330)], "#7a3d17", 3)
    canvas.line([(700, 298), (700, 362)], "#7a3d17", 3)
    return (
        canvas,
        f"{counted(players, 'player')}, one of them an officer, reach for a ball near a hoop in a park.",
    )


def shoreline(dice: Dice) -> tuple[Canvas, str]:
    """The lake, the sand, bags of litter."""
    canvas = _day(dice, horizon=330, grass="#e8d6a8")
    canvas.rect(0, 330, 1200, 150, "#4f8fb0")
    for wave in range(5):
        y = 350 + wave * 26
        for crest in range(0, 1200, 190):
            canvas.line([(crest + wave * 31, y), (crest + 70 + wave * 31, y)], "#8fbdd3", 5)
    for tower, tall in enumerate((70, 120, 90, 160, 110, 80)):
        canvas.rect(760 + tower * 66, 330 - tall, 52, tall, "#9fb3c0")
    canvas.rect(0, 472, 1200, 16, "#f4ead0")
    people = dice.between(2, 4)
    for place in range(people):
        x = 220 + place * 250
        stand(
            canvas,
            somebody(dice, warm=True),
            x=x,
            feet=690 + 20 * (place % 2),
            tall=270,
            reach=(0, place % 2),
        )
        canvas.circle(x + 105, 668, 44, "#3b4a3f")
        canvas.line([(x + 105, 624), (x + 117, 606)], "#3b4a3f", 9)
    return (
        canvas,
        f"{counted(people, 'person', 'people')} with bags of litter on the sand; behind them the lake and towers.",
    )


def bicycles(dice: Dice) -> tuple[Canvas, str]:
    """Bicycles in a row and somebody who repairs one."""
    canvas = _day(dice, horizon=430, grass="#b9b4a8")
    for place in range(3):
        things.tree(canvas, x=130 + place * 440, foot=440, tall=260, leaf=dice.one_of(things.GREENS))
    canvas.rect(60, 560, 720, 9, things.IRON, 4)
    row = dice.between(2, 3)
    for place in range(row):
        things.bicycle(canvas, x=60 + place * 245, foot=680, paint=dice.one_of(things.PAINTS), size=1.05)
    stand(canvas, officer(dice), x=870, feet=690, tall=310, reach=(1, 0))
    stand(canvas, somebody(dice), x=1080, feet=700, tall=285, reach=(1, 0))
    return canvas, f"{counted(row, 'bicycle')} at a rack; an officer and a neighbor stand beside them."


def scooter(dice: Dice) -> tuple[Canvas, str]:
    """A child's scooter that waits for its owner beside a bench."""
    canvas = _day(dice, horizon=460, grass="#a9bd84")
    canvas.rect(0, 600, 1200, 200, "#cfc8ba")
    things.tree(canvas, x=210, foot=590, tall=400, leaf=dice.one_of(things.GREENS))
    things.bench(canvas, x=760, foot=640)
    colour, paint = dice.one_of((("blue", "#2f6db5"), ("red", "#c23b32"), ("green", "#3b8a5a")))
    canvas.line([(400, 690), (610, 690)], paint, 22)
    canvas.line([(610, 690), (566, 430)], paint, 15)
    canvas.line([(520, 436), (612, 420)], "#2b2f33", 15)
    for wheel in (396, 618):
        canvas.circle(wheel, 716, 32, "#2b2f33")
        canvas.circle(wheel, 716, 13, "#d7dbde")
    canvas.circle(540, 450, 11, "#e6b94c")
    sit(canvas, somebody(dice), x=860, seat=576, tall=250)
    return (
        canvas,
        f"a {colour} scooter with a bell stands alone on a path; somebody sits on a bench behind it.",
    )
