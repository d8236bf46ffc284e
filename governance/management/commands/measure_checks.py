"""manage.py measure_checks: how well the checks of texts read labelled posts."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directives import measured as kept
from directives import unseen
from directives.pack import NoSuchPack, Pack, load_pack
from directives.routing_of_texts import routed_to_communications
from directives.texts import Reading, measuring
from directives.texts.measuring import Labelled, Measured


class Command(BaseCommand):
    """Prints totals only: no line of the file is shown."""

    help = "Reads labelled posts, one JSON object a line, and prints how much of them the checks notice."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the form, and whose rules say where a post goes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--pack", default="chicago")
        parser.add_argument(
            "--keep",
            type=Path,
            nargs=2,
            metavar=("OTHER", "GROUPS"),
            help="Keep for the guide this table, that of hands that wrote no lesson, that of innocent posts that name "
            "a group, and that of the lessons unseen.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The table, as JSON or in lines."""
        try:
            pack = load_pack(options["pack"])
        except NoSuchPack as error:
            raise CommandError(f"There is no pack called {error}.") from error
        table = _table(pack, options["file"])
        if options["keep"]:
            other, groups = (_table(pack, file) for file in options["keep"])
            lessons = measuring.table([_measured(pack, *one) for one in unseen.read()])
            kept.keep(held_back=table, other_hand=other, lessons=lessons, groups=groups)
        self.stdout.write(json.dumps(table, indent=2) if options["json"] else _in_lines(table))


def _table(pack: Pack, file: Path) -> dict[str, Any]:
    try:
        posts = measuring.labelled(lines=file.read_text(encoding="utf-8").split("\n"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error
    return measuring.table([_measured(pack, post, measuring.reading_of(post)) for post in posts])


def _measured(pack: Pack, post: Labelled, reading: Reading) -> Measured:
    routed = routed_to_communications(pack=pack, post=post, reading=reading)
    return Measured(post=post, reading=reading, routed=routed)


def _in_lines(table: dict[str, Any]) -> str:
    rows = [f"{'label':24}{'posts':>6}{'recall':>10}{'direct':>10}{'indirect':>10}{'precision':>11}"]
    for name, row in table["labels"].items():
        told = (row["recall"], row["recall_direct"], row["recall_indirect"], row["precision"])
        cells = "".join(f"{_percent(one):>{11 if one is told[-1] else 10}}" for one in told)
        rows.append(f"{name:24}{row['positives']:>6}{cells}")
    for wording, one in table["pooled"].items():
        rows.append(f"nine labels, {wording}: {_in_words(one)}")
    rows.append(f"clean posts with a finding: {_in_words(table['clean_with_findings'])}")
    rows.append(f"clean posts that go to Communications: {_in_words(table['clean_routed'])}")
    rows += [f"naming {name}: {_in_words(one)}" for name, one in table["by_group"].items()]
    return "\n".join(rows)


def _percent(one: dict[str, Any]) -> str:
    return "-" if one["rate"] is None else f"{one['rate']:.0%}"


def _in_words(one: dict[str, Any]) -> str:
    if one["rate"] is None:
        return "none"
    return f"{one['rate']:.1%} ({one['count']} of {one['of']}; {one['low']:.1%} to {one['high']:.1%})"
