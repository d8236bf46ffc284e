"""The child process that becomes the reader of words in a picture: `python -I letters.py <program> <arguments>`.

It imports nothing of the portal, holds no secret, and limits memory, time and files before the program begins.
"""

import os
import resource
import sys

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 15
MOST_BYTES = 5_000_000


def limit_self() -> None:
    """What reading may take: this much, of this process alone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


if __name__ == "__main__":
    limit_self()
    os.execve(sys.argv[1], sys.argv[1:], {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"})  # noqa: S606
