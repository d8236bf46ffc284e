"""The portal as it is served: the deployment's workers and threads, and the sequencer, on this machine."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from audit import checkpoints
from bench.ground import ROOT
from governance.embedded import ports
from governance.portal import WEB_WORKERS
from governance.serving import threads
from governance.supervisor import Child, Supervisor


@contextlib.contextmanager
def portal(*, folder: Path) -> Iterator[int]:
    """Its port, while it runs."""
    folder.mkdir(parents=True, exist_ok=True)
    port = ports.free_port()
    environment = dict(os.environ)
    supervisor = Supervisor(folder=folder, working_folder=ROOT, say=lambda line: None)
    web = (
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "governance.wsgi:application",
            "--preload",
            "--no-control-socket",
        ),
        *("--bind", f"{ports.LOOPBACK}:{port}", "--worker-class", "gthread"),
        *("--workers", str(WEB_WORKERS), "--threads", str(threads), "--graceful-timeout", "5"),
    )
    try:
        supervisor.start(
            Child(
                name="sequencer",
                command=(sys.executable, "manage.py", "run_sequencer", "--skip-checks"),
                environment=environment | {"TRAIL_KEY": checkpoints.new_key()},
            )
        )
        supervisor.start(
            Child(name="web", command=web, environment=environment, ready=lambda: ports.accepts(port=port))
        )
        yield port
    finally:
        supervisor.stop()
