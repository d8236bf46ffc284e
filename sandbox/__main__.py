"""python -m sandbox --port 8090 --state var/sandbox.sqlite3"""

import argparse
import signal
import sys
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.server import HOST, open_server
from sandbox.store import Store


def main() -> int:
    """Serve until SIGINT or SIGTERM. 0 after a clean stop, 1 with one sentence when the port is taken."""
    options = _options()
    store = Store(path=options.state)
    store.prepare()
    try:
        server = open_server(host=options.host, port=options.port, store=store, zone=options.zone)
    except OSError as error:
        sys.stderr.write(
            f"The sandbox cannot listen on {options.host}:{options.port}: {error.strerror}. Choose another port.\n"
        )
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        # shutdown() waits for the loop that this very signal interrupted, so it needs a thread of its own.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())
    sys.stdout.write(f"sandbox on {options.host} port {server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="X's API for training, on this machine only."
    )
    parser.add_argument(
        "--host", default=HOST, help="which address to listen on; another one only in a container"
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--state", type=Path, required=True, help="SQLite file; made when it is missing")
    parser.add_argument(
        "--zone", type=ZoneInfo, default=ZoneInfo("America/Chicago"), help="of times on its pages"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
