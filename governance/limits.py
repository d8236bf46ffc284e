"""How often a stranger is answered by a door that asks nobody who they are.

Counted in the memory of one process: what says whether the portal lives may not wait for a cache that does not. With
several processes behind one address each counts for itself. Signing in has limits of its own (`settings`).
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
MOST_ADDRESSES = 10_000
"""More than come in a minute; beyond it the count begins anew, so that nobody fills the memory."""
MINUTE = 60


def a_minute(most: int) -> Callable[[View], View]:
    """Answer one address so often a minute, then with 429 and when to come back."""

    def limited(view: View) -> View:
        asked: Counter[str] = Counter()
        lock = threading.Lock()
        begun = 0

        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            nonlocal begun
            now = int(time.monotonic())
            with lock:
                if now - begun >= MINUTE or len(asked) >= MOST_ADDRESSES:
                    asked.clear()
                    begun = now
                asked[request.META.get("REMOTE_ADDR", "")] += 1
                too_often = asked[request.META.get("REMOTE_ADDR", "")] > most
            if not too_often:
                return view(request)
            again = {"Retry-After": str(MINUTE - (now - begun)), "Cache-Control": "no-store"}
            return HttpResponse("asked too often\n", status=429, content_type="text/plain", headers=again)

        return answer

    return limited
