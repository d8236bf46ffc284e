"""Carries the embedded database from one PostgreSQL to another: `python -m governance.copy dump|restore`."""

import os
import subprocess
import sys
from pathlib import Path

from psycopg2.extensions import parse_dsn

from governance import databases, installation
from governance.embedded import postgres
from governance.embedded.refusal import CannotStart

FOLDER = Path(__file__).resolve().parent.parent / "var"


def dump(*, folder: Path) -> Path:
    """The whole database as SQL that any later version reads; the portal must not be running."""
    target = folder / "portal.dump.sql"
    draft = target.with_suffix(".new")
    server = postgres.Server(folder=folder / "postgres")
    with installation.held(folder=folder):
        urls = server.start()
        try:
            draft.touch(mode=0o600)
            _run("pg_dump", "--file", str(draft), url=urls.admin)
            with draft.open("a") as file:
                file.write(databases.mark_statement(url=urls.owner))
        finally:
            server.stop()
    draft.replace(target)
    return target


def restore(*, folder: Path) -> None:
    """Everything or nothing, and only into a cluster that has no portal yet."""
    source = folder / "portal.dump.sql"
    if not source.exists():
        raise CannotStart(f"There is no {source}: make it with make dump.")
    if (folder / "postgres" / "cluster").exists():
        raise CannotStart(f"{folder / 'postgres'} holds a database: move it away before make restore.")
    server = postgres.Server(folder=folder / "postgres")
    with installation.held(folder=folder):
        urls = server.start()
        try:
            whole = ("--single-transaction", "--set", "ON_ERROR_STOP=1", "--output", os.devnull)
            _run("psql", "--quiet", "--no-psqlrc", *whole, "--file", str(source), url=urls.admin)
        finally:
            server.stop()


def _run(program: str, *arguments: str, url: str) -> None:
    """The address goes by the environment: a command line is everybody's to read."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    address = {names[name]: value for name, value in parse_dsn(url).items()}
    command = [str(postgres.programs() / program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | address)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotStart(f"{program} failed: {reason}")


def main() -> int:
    try:
        if sys.argv[1:] == ["dump"]:
            sys.stdout.write(f"Written: {dump(folder=FOLDER)}\n")
        elif sys.argv[1:] == ["restore"]:
            restore(folder=FOLDER)
            sys.stdout.write("Restored.\n")
        else:
            return 2
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
