"""What a careless or hostile owner of the database could do is found."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from audit import checkpoints, sequencer, vault
from audit.models import Checkpoint
from audit.tree import EMPTY_ROOT
from audit.verify import MOST_NAMED, verify
from tests.audit.events import AGENCY, event, key


@pytest.fixture
def filled(committed_db: str, at: datetime) -> None:
    """Seven events under two checkpoints, and two texts."""
    signing = key()
    for count in (3, 4):
        for _ in range(count):
            event(at=at)
        sequencer.sequence(key=signing, at=at)
    vault.keep(content="One.", agency_id=AGENCY)
    vault.keep(content="Two.", agency_id=AGENCY)


def _tamper(owner: Any, *statements: str) -> None:
    with owner.cursor() as cursor:
        for table in ("event", "leaf", "node", "checkpoint", "vaulttext"):
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER ALL")
        for statement in statements:
            cursor.execute(statement)
    owner.commit()


def test_an_untouched_trail_verifies(filled: None, at: datetime) -> None:
    told = verify(at=at)

    assert told.holds
    assert (told.events, told.leaves, told.checkpoints, told.texts) == (7, 7, 2, 2)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            ["UPDATE audit_event SET subject_id = 99 WHERE id = (SELECT min(id) FROM audit_event)"],
            "not what stood in leaf 0",
        ),
        (
            ["UPDATE audit_event SET keys = '{\"a\": 1}' WHERE id = (SELECT max(id) FROM audit_event)"],
            "leaf 6",
        ),
        (["DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)"], "is gone"),
        (["DELETE FROM audit_leaf WHERE index = 4"], "no leaf 4"),
        (["DELETE FROM audit_leaf WHERE index = 6"], "speaks of leaves"),
        (["UPDATE audit_leaf SET hash = decode(repeat('00', 32), 'hex') WHERE index = 2"], "leaf 2"),
        (
            ["UPDATE audit_checkpoint SET root = decode(repeat('00', 32), 'hex') WHERE size = 3"],
            "checkpoint 3",
        ),
        (
            ["UPDATE audit_checkpoint SET at = at - interval '1 day' WHERE size = 7"],
            "signature of checkpoint 7",
        ),
        (["UPDATE audit_vaulttext SET content = 'Three.' WHERE content = 'Two.'"], "is not what was kept"),
    ],
)
def test_tampering_is_found(
    filled: None, owner_connection: Any, at: datetime, statements: list[str], said: str
) -> None:
    _tamper(owner_connection, *statements)

    told = verify(at=at)

    assert not told.holds
    assert any(said in failure for failure in told.failures), told.failures


def test_a_stored_subtree_that_was_changed_is_found(
    filled: None, owner_connection: Any, at: datetime
) -> None:
    _tamper(owner_connection, "UPDATE audit_node SET hash = sha256('') WHERE level = 1 AND position = 2")

    assert verify(at=at).failures[0] == "The stored subtree 1/2 is not that of its leaves."


def test_a_leaf_that_no_checkpoint_covers_is_found(filled: None, owner_connection: Any, at: datetime) -> None:
    _tamper(owner_connection, "DELETE FROM audit_checkpoint WHERE size = 7")

    assert "No checkpoint covers the last leaf, 6." in verify(at=at).failures


def test_a_trail_forged_whole_with_another_key_is_found_by_whoever_noted_the_key(
    filled: None, owner_connection: Any, at: datetime
) -> None:
    noted = bytes(Checkpoint.objects.get(size=3).public_key).hex()
    forged = checkpoints.sign(Checkpoint.objects.get(size=7), key=key())
    with owner_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_checkpoint DISABLE TRIGGER ALL")
        cursor.execute(
            "UPDATE audit_checkpoint SET public_key = %s, signature = %s WHERE size = 7",
            [forged.public_key, forged.signature],
        )
    owner_connection.commit()

    assert "signed with 2 keys" in verify(at=at).failures[0]
    assert "none of your keys" in verify(at=at, keys=[noted]).failures[0]


def test_a_tail_cut_off_whole_is_found_by_whoever_noted_a_checkpoint(
    filled: None, owner_connection: Any, at: datetime
) -> None:
    seen = {7: bytes(Checkpoint.objects.get(size=7).root)}
    _tamper(
        owner_connection,
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE index >= 3)",
        "DELETE FROM audit_leaf WHERE index >= 3",
        "DELETE FROM audit_node WHERE (position + 1) << level > 3",
        "DELETE FROM audit_checkpoint WHERE size = 7",
    )

    assert verify(at=at).holds
    assert verify(at=at, seen=seen).failures == ["The checkpoint of 7 leaves that you noted is gone."]
    assert verify(at=at, seen={3: EMPTY_ROOT}).failures == [
        "The checkpoint of 3 leaves has another root than you noted."
    ]


def test_of_many_failures_of_a_kind_the_first_are_named_and_all_are_counted(
    committed_db: str, owner_connection: Any, at: datetime
) -> None:
    for _ in range(MOST_NAMED + 5):
        event(at=at)
    sequencer.sequence(key=key(), at=at)
    _tamper(owner_connection, "UPDATE audit_event SET actor_id = 7")

    told = verify(at=at)

    assert len(told.failures) == MOST_NAMED
    assert told.wrong == {"changed": MOST_NAMED + 5}


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 8])
def test_the_answer_is_the_same_in_chunks_of_any_size(
    filled: None, at: datetime, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("audit.verify.CHUNK", chunk)

    told = verify(at=at)

    assert told.holds
    assert (told.leaves, told.nodes, told.checkpoints, told.texts) == (7, 4, 2, 2)


def test_an_event_that_stays_without_a_place_is_found(filled: None, at: datetime) -> None:
    late = event(at=at)

    assert not any(f"Event {late.pk}" in failure for failure in verify(at=late.recorded_at).failures)
    assert any(
        f"Event {late.pk}" in failure
        for failure in verify(at=late.recorded_at + timedelta(seconds=6)).failures
    )


def _ended(call: Callable[[], None]) -> int | str | None:
    try:
        call()
    except SystemExit as end:
        return end.code
    return 0


def test_the_command_says_so_and_ends_with_one(filled: None, owner_connection: Any) -> None:
    out = StringIO()
    assert _ended(lambda: call_command("verify_audit", stdout=out)) == 0
    assert "Everything verifies." in out.getvalue()

    _tamper(owner_connection, "DELETE FROM audit_leaf WHERE index = 6")

    assert _ended(lambda: call_command("verify_audit", "--json", stdout=out)) == 1
