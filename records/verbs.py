"""What the records room writes to the trail: verbs with their exact keys, digests sealed, never content."""

from audit.verbs import COUNT, DIGEST, ID, SLUG, declare, optional, word

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
declare(
    "series.entered",
    subject="agency",
    keys={"series_id": ID, "version": COUNT, "details_sealed": DIGEST},
)
declare(
    "hold.placed",
    subject="agency",
    keys={
        "hold_id": ID,
        "kind": word("litigation", "foia", "audit"),
        "records": COUNT,
        "reason_sealed": DIGEST,
    },
)
declare("hold.lifted", subject="agency", keys={"hold_id": ID, "reason_sealed": DIGEST})
_EXPORT = {"export_id": ID}
declare("record.export_begun", subject="agency", keys={**_EXPORT, "records": COUNT, "words_sealed": DIGEST})
declare(
    "record.exported",
    subject="agency",
    keys={**_EXPORT, "records": COUNT, "left_out": COUNT, "manifest_sealed": DIGEST},
)
declare("record.export_downloaded", subject="agency", keys={**_EXPORT, "manifest_sealed": DIGEST})
declare("record.export_removed", subject="agency", keys={**_EXPORT, "manifest_sealed": DIGEST})
_WITHHELD = {"withheld_id": ID}
declare("record.withheld", subject="record", keys={**_WITHHELD, "exemption": SLUG, "details_sealed": DIGEST})
declare("record.given_again", subject="record", keys={**_WITHHELD, "details_sealed": DIGEST})
declare("record.withheld_listed", subject="agency", keys={"entries": COUNT, "asked_sealed": DIGEST})
for act, more in (
    ("drawn", {"records": COUNT}),
    ("sent", {}),
    ("approved", {}),
    ("begun", {}),
    ("ended", {"how": word("refused", "withdrawn")}),
):
    declare(
        f"certificate.{act}",
        subject="agency",
        keys={"certificate_id": ID, "details_sealed": DIGEST, **more},
    )
declare(
    "certificate.carried_out",
    subject="agency",
    keys={"certificate_id": ID, "disposed": COUNT, "kept": COUNT},
)
declare(
    "record.disposed",
    subject="record",
    keys={"certificate_id": ID, "texts": COUNT, "files": COUNT, "details_sealed": DIGEST},
)
declare(
    "record.spared",
    subject="record",
    keys={
        "certificate_id": ID,
        "why": word("on_hold", "not_due", "gone_before", "refused"),
        "details_sealed": DIGEST,
    },
)
