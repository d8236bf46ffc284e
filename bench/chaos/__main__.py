"""`python -m bench.chaos`: run the campaign, print what came of it, write var/chaos.json."""

import argparse
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import django

from bench.chaos import plan as plans
from bench.chaos.fleet import Fleet
from bench.chaos.servers import NotMigrated, Servers
from governance.embedded import temporary
from governance.embedded.refusal import CannotStart
from governance.portal import ROOT


def main() -> int:
    """0 when every promise was kept and the plain task broke some; 1 otherwise."""
    begun = time.monotonic()
    given = _options()
    plan = replace(plans.BRIEF, naive=given.naive) if given.brief else plans.FULL
    folder = temporary.folder(base=ROOT / "var" / "chaos")
    servers = Servers(folder=folder)
    portal = Fleet(folder=folder / "portal", app="bench.chaos.doubled:app", say=_say)
    plain = Fleet(folder=folder / "naive", app="bench.chaos.naive:app", say=_say)
    try:
        servers.start()
        os.environ.update(servers.settings(training_url=portal.training_url))
        servers.migrate(environment=os.environ)
        django.setup()
        from bench.chaos import both, report  # only now are there settings and models

        ran, naive = both.run(plan=plan, servers=servers, portal=portal, plain=plain, say=_say)
        return report.tell(ran=ran, naive=naive, path=given.out, seconds=time.monotonic() - begun)
    finally:
        servers.stop()
        if given.keep:
            _say(f"Logs: {folder}")
        else:
            temporary.remove(path=folder)


def _say(line: str) -> None:
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--brief", action="store_true", help="100 posts, beside other work")
    parser.add_argument("--naive", action="store_true", help="the brief one also against the plain task")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "chaos.json", help="where the counts go")
    parser.add_argument("--keep", action="store_true", help="leave the folder with all logs")
    return parser.parse_args()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whatever was started is ended all the same
    try:
        sys.exit(main())
    except (CannotStart, NotMigrated) as fault:
        sys.exit(str(fault))
