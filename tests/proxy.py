"""The reverse proxy of the deployment, for the test that has it read its settings: installed, else Debian's package.

`python -m tests.proxy` installs it where that is possible, and ends well in any case: where none can be had, that test
is skipped, and a sentence says so.
"""

import shutil
import sys

from tests import debian

NONE = "There is no caddy here to read deploy/Caddyfile with and none could be had: install Debian's package caddy."


if __name__ == "__main__":
    if shutil.which("caddy") is None and not debian.install("caddy", why="the test of the proxy's settings"):
        sys.stderr.write(f"{NONE}\n")
