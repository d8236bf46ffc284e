"""Acts of several people in the same instant, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def together(*acts: Callable[[], None]) -> None:
    """Run acts side by side, and hand on what the first of them to fail raised."""
    faults: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as fault:  # handed on below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
