"""Programs that tests need, installed from Debian's packages where the machine allows it."""

import os
import shutil
import subprocess
import sys


def install(*packages: str, why: str) -> bool:
    """Whether they are installed now; says what it does, since it takes a while."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    sys.stderr.write(f"Installing Debian's {' and '.join(packages)} for {why}.\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([apt, "--quiet", *words], capture_output=True, env=environment, check=False)
        if done.returncode:
            return False
    return True
