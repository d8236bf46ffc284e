"""`python -m bench`: measure, print a table, write var/bench.json."""

import sys
import time

import django

from bench import figures, ground
from governance.embedded.refusal import CannotStart


def main() -> None:
    """A figure that misses its target is written as it is; only a bench that breaks ends with an error."""
    begun = time.monotonic()
    print("A database of the bench's own is made and filled; this takes a few minutes.", flush=True)
    measured = []
    with ground.prepared() as urls:
        django.setup()
        from bench import course, sizes  # only now are there settings and models

        for figure in course.run(urls=urls):
            print(f"  {figure.name}: {figure.value:,.1f} {figure.unit}", flush=True)
            measured.append(figure)
        sizes.leave()
    path = ground.ROOT / "var" / "bench.json"
    figures.write(figures=measured, path=path)
    print(f"\n{figures.table(measured)}\n")
    print(f"Written to {path.relative_to(ground.ROOT)} in {time.monotonic() - begun:.0f} seconds.")


if __name__ == "__main__":
    try:
        main()
    except (CannotStart, ground.NotMigrated) as fault:
        sys.exit(str(fault))
