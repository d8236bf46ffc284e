"""What the records room writes to the trail: verbs with their exact keys, digests sealed, never content."""

from audit.verbs import DIGEST, ID, declare, optional, word

declare(
    "record.kept",
    subject="record",
    keys={
        "post_id": ID,
        "fingerprint_sealed": DIGEST,
        "text_sealed": DIGEST,
        "chain_sealed": DIGEST,
        "exchange_sealed": optional(DIGEST),
        "sheet_sealed": DIGEST,
    },
)
declare(
    "record.added",
    subject="record",
    keys={
        "entry_id": ID,
        "kind": word("taken_down", "capture", "corrected", "moderated", "judged"),
        "details_sealed": DIGEST,
    },
)
