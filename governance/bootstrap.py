"""Builds `.venv` from the locks with nothing but a Python: `python3 -I governance/bootstrap.py run|dev`.

Runs before anything is installed and possibly on a Python too old for the portal: standard library
only, and nothing newer than Python 3.8.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "stamp.json"
LOCKS = {"run": "requirements/embedded.txt", "dev": "requirements/dev.txt"}
"""The lock of `dev` holds everything that of `run` does."""
OLDEST = (3, 11)
NEWEST_TRIED = 16
PROBE = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])"


class Missing(Exception):
    """One sentence: what this machine lacks, and how to get it."""


def find_python() -> str:
    """An interpreter that is new enough and can make environments, the calling one if it will do."""
    names = ["python3", *(f"python3.{minor}" for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1))]
    found = [shutil.which(name) for name in names]
    new_enough = [path for path in [sys.executable, *found] if path and version_of(path) >= OLDEST]
    if not new_enough:
        raise Missing(
            f"The portal needs Python 3.11 or newer and this is {'.'.join(map(str, sys.version_info[:2]))}: "
            "install a newer one, with its venv package, and try again."
        )
    for path in new_enough:
        if run_quietly([path, "-c", PROBE]) is not None:
            return path
    major, minor = version_of(new_enough[0])[:2]
    raise Missing(
        "This Python cannot make environments: install its package with "
        f"apt-get install python{major}.{minor}-venv (or python3-venv) and try again."
    )


def version_of(python: str) -> tuple[int, ...]:
    said = run_quietly([python, "-c", "import sys; print(*sys.version_info[:3])"])
    return tuple(int(part) for part in said.split()) if said else (0, 0)


def run_quietly(command: list[str]) -> str | None:
    """What the command printed, or None when it failed or is not there."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return None
    return done.stdout.decode().strip() if done.returncode == 0 else None


def is_built(wanted: str) -> bool:
    """The environment holds this set, from the locks as they are now, in this place, and still starts."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    here = stamp.get("place") == str(VENV) and stamp.get("python") == installed_python()
    sets = ("run", "dev") if wanted == "run" else ("dev",)
    return here and any(stamp.get(name) == digest(name) for name in sets)


def installed_python() -> str:
    """The interpreter that the environment leads to, with the day it was built: upgrades replace it."""
    python = (VENV / "bin" / "python").resolve()
    return f"{python} {int(python.stat().st_mtime)}" if python.exists() else ""


def digest(wanted: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[wanted]).read_bytes()).hexdigest()


def build(wanted: str) -> None:
    python = VENV / "bin" / "python"
    if version_of(str(python)) < OLDEST or run_quietly([str(python), "-m", "pip", "--version"]) is None:
        make_environment(find_python())
    else:
        STAMP.unlink(missing_ok=True)
    install(python=python, lock=ROOT / LOCKS[wanted])
    stamp = {"place": str(VENV), "python": installed_python()}
    for name in ("run", "dev") if wanted == "dev" else ("run",):
        stamp[name] = digest(name)
    STAMP.write_text(json.dumps(stamp))


def make_environment(python: str) -> None:
    done = subprocess.run([python, "-m", "venv", "--clear", str(VENV)], capture_output=True, check=False)
    if done.returncode:
        reason = (done.stderr or done.stdout).decode().strip().splitlines() or ["no reason given"]
        raise Missing(f"The folder {VENV} could not be made: {reason[-1]}")


def install(*, python: Path, lock: Path) -> None:
    """Everything in the lock, each file's hash checked, with uv where it is installed and works, else pip."""
    strict = ["--require-hashes", "-r", str(lock)]
    if uv := shutil.which("uv"):
        quick = [uv, "pip", "install", "--quiet", "--python", str(python), "--no-build", *strict]
        if run_quietly(quick) is not None:
            return
    slow = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run(
        [*slow, "--only-binary", ":all:", "--progress-bar", "off", *strict],
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stderr.decode().splitlines() if line.startswith("ERROR")]
        reason = lines[0] if lines else "no reason given"
        raise Missing(
            f"The packages of {lock.name} could not be installed ({reason}): "
            "check the network or the index of packages and try again."
        )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def announce() -> None:
    """The address comes first, and a taken port is refused before a minute is spent on anything else."""
    sys.path.insert(0, str(ROOT))
    from governance.embedded import ports, refusal

    port = os.environ.get("PORT") or "8000"
    try:
        number = ports.read(text=port)
        # Where a killed portal left its web server, that is ended later, with the rest of it.
        if not (ROOT / "var" / "run" / "web.pid").exists():
            ports.require_free(port=number)
    except refusal.CannotStart as taken:
        raise Missing(str(taken)) from None
    say(f"The portal is coming up at http://127.0.0.1:{port}")


def main(wanted: str) -> None:
    if wanted == "run" and "--announce" in sys.argv:
        announce()
    if is_built(wanted):
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_built(wanted):
            say(f"Building the environment in {VENV}, which takes a minute the first time.")
            build(wanted)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Missing as missing:
        sys.exit(str(missing))
    except PermissionError as closed:
        sys.exit(f"{closed.filename} is closed to you: start as its owner, or make it yours.")
    except OSError as fault:
        sys.exit(f"{fault.filename or ROOT}: {fault.strerror}; make room or open it, and try again.")
    except KeyboardInterrupt:
        sys.exit("Stopped.")
