"""The program that reads docker-compose.yml: an installed one, else Debian's package; no engine is needed."""

import os
import shutil
import subprocess

NONE = (
    "There is no docker-compose to read docker-compose.yml with, and Debian's package could not be installed: "
    "install docker-compose, or docker with its plugin compose."
)


def command() -> list[str] | None:
    """What `config` is given to; installed first where that is possible."""
    return installed() or from_debian()


def installed() -> list[str] | None:
    for words in (["docker-compose"], ["docker", "compose"]):
        if shutil.which(words[0]) and _answers(words):
            return words
    return None


def from_debian() -> list[str] | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "docker-compose"]):
        done = subprocess.run([apt, "--quiet", *words], capture_output=True, env=environment, check=False)
        if done.returncode:
            return None
    return installed()


def _answers(words: list[str]) -> bool:
    done = subprocess.run([*words, "version"], capture_output=True, check=False)
    return done.returncode == 0
