"""Two readers at once on real PostgreSQL: what the account shows is bound once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import clock, publishing, reconciling, sending, settling
from posts.models import Publication
from records.models import Record
from tests import people
from tests.posts.reading import due, unknown, words


def _read_together(publications: list[Publication]) -> list[str]:
    """A reader for each, who begins its transaction only when all have read the account."""
    done: list[str] = []
    turn = threading.Barrier(len(publications))

    def reach(account: Any) -> Any:
        turn.wait()
        return sending.reach(account)

    def read(publication: Publication) -> None:
        moment = publication.look_at or clock.now()
        try:
            done.append(reconciling.look(publication_id=publication.pk, reach=reach, now_by=lambda: moment))
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(each,)) for each in publications]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


def test_two_readers_with_one_message_find_it_once(
    committed_db: str, on_sandbox: Callable[[Cast], Any]
) -> None:
    early = timezone.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    publication = unknown((engaged, on_sandbox(engaged)), early)

    assert _read_together([publication, publication]) == ["found", "nothing to do"]

    assert Record.objects.filter(post_id=publication.post_id).count() == 1
    assert Event.objects.filter(verb="post.found_by_portal").count() == 1


def test_two_posts_in_the_same_words_never_take_one_number(
    committed_db: str, on_sandbox: Callable[[Cast], Any]
) -> None:
    early = timezone.now() - timedelta(minutes=8)
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=early)
    out, said = (engaged, on_sandbox(engaged)), words()
    both = [due(out, early, said), due(out, early, said)]
    claims = [publishing.claim(publication_id=each.pk) for each in both]
    for claim in claims:
        assert claim is not None
        sending.call(claim, now=clock.now())
    for claim, each in zip(claims, both, strict=True):
        assert claim is not None
        settling.settle(attempt_id=claim.attempt_id, outcome=settling.worker_lost(), at=clock.now())
        each.refresh_from_db()

    assert _read_together(both) == ["found", "not seen"]

    assert Publication.objects.exclude(external_id="").count() == 1
