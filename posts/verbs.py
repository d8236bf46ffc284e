"""What the posts room writes to the trail: each verb with its exact keys. Never content: digests are sealed."""

from audit.verbs import COUNT, DIGEST, ID, SLUG, TIME, declare, optional, word
from posts.models import Came, Consent, Correction, HideGround, Reach, Scope
from posts.models.ready import ReadyKind

_REVISION = {"revision_id": ID}
_PUBLICATION = {"publication_id": ID}

_BACK_TEST = {"proposal_id": ID, "pack_digest": DIGEST}
declare("policy.back_test_begun", subject="agency", keys=_BACK_TEST)
declare("policy.back_test_stopped", subject="agency", keys=_BACK_TEST)
declare("policy.back_test_gone_on", subject="agency", keys=_BACK_TEST)
declare("policy.back_tested", subject="agency", keys={**_BACK_TEST, "looked": COUNT, "changed": COUNT})
declare(
    "post.begun",
    subject="post",
    keys={"account_id": ID, "translates_id": optional(ID), "copied_from_id": optional(ID)},
)
declare(
    "post.repost_begun",
    subject="post",
    keys={"account_id": ID, "words_sealed": DIGEST, "read_sealed": DIGEST},
)
declare("post.saved", subject="post", keys={"version": COUNT})
declare(
    "post.submitted",
    subject="post",
    keys={
        "revision_id": ID,
        "bytes_sealed": DIGEST,
        "thread_sealed": optional(DIGEST),
        "answers_sealed": DIGEST,
        "decision_sealed": DIGEST,
        "meaning_sealed": optional(DIGEST),
        "pack_digest": DIGEST,
        "rule_held": optional(SLUG),
        "not_before": optional(TIME),
        "not_after": optional(TIME),
    },
)
declare("post.rule_held_too", subject="post", keys={**_REVISION, "rule": SLUG})
declare(
    "post.approved", subject="post", keys={**_REVISION, "step": SLUG, "role": SLUG, "attested_sealed": DIGEST}
)
declare(
    "post.stood_in",
    subject="post",
    keys={**_REVISION, "step": SLUG, "office": SLUG, "attested_sealed": DIGEST, "reason_sealed": DIGEST},
)
declare("post.office_told", subject="post", keys={**_REVISION, "office": SLUG})
declare("post.office_answered", subject="post", keys={**_REVISION, "office": SLUG})
declare("post.wait_ended", subject="post", keys={**_REVISION, "office": SLUG})
declare("post.went_on", subject="post", keys=_REVISION)
declare(
    "post.overruled",
    subject="post",
    keys={**_REVISION, "to": SLUG, "on_duty": word("yes", "no"), "reason_sealed": DIGEST},
)
declare(
    "post.judged",
    subject="post",
    keys={**_REVISION, "verdict": word("in_order", "to_correct"), "reason_sealed": DIGEST},
)
declare("post.handed_on", subject="post", keys={**_REVISION, "step": SLUG, "role": SLUG, "why": SLUG})
declare("post.offered", subject="post", keys={"author_id": ID})
declare("post.taken_over", subject="post", keys={"from_id": ID})
_READY = {"ready_id": ID}
declare("post.from_ready", subject="post", keys={**_READY, "member_id": ID})
declare("post.from_alert", subject="post", keys={**_READY, "member_id": ID})
declare("post.alert_ended", subject="post", keys=_READY)
declare(
    "ready.offered",
    subject="agency",
    keys={**_READY, "kind": word(*ReadyKind.values), "told": COUNT, "words_sealed": DIGEST},
)
declare("ready.withdrawn", subject="agency", keys={**_READY, "pending": COUNT, "reason_sealed": DIGEST})
declare("post.returned", subject="post", keys={**_REVISION, "step": SLUG, "reason_sealed": DIGEST})
declare("post.rejected", subject="post", keys={**_REVISION, "step": SLUG, "reason_sealed": DIGEST})
declare("post.remarked", subject="post", keys={**_REVISION, "kind": SLUG, "text_sealed": DIGEST})
declare("post.reopened", subject="post", keys={"revision_id": optional(ID)})
declare("post.withdrawn", subject="post", keys={"on_duty": word("yes", "no")})
declare("post.stopped", subject="post", keys={"stop_id": ID, "on_duty": word("yes", "no")})
declare("post.held", subject="post", keys={"stop_id": ID})
declare("post.released", subject="post", keys={"stop_id": optional(ID)})
declare(
    "post.copy_delete_asked",
    subject="post",
    keys={"copy_id": ID, "attempt_id": ID, "reason_sealed": DIGEST},
)
declare("post.copy_deleted", subject="post", keys={"copy_id": ID})
declare("post.rest_sent", subject="post", keys={"publication_id": ID})
declare(
    "stop.placed",
    subject="stop",
    keys={
        "scope": word(*Scope.values),
        "target_id": optional(ID),
        "category": optional(SLUG),
        "within_id": optional(ID),
        "held": COUNT,
        "going_out": COUNT,
        "on_duty": word("yes", "no", "portal"),
        "reason_sealed": DIGEST,
    },
)
declare("stop.lifted", subject="stop", keys={"left": COUNT, "reason_sealed": DIGEST})
declare(
    "post.takedown_asked",
    subject="post",
    keys={**_PUBLICATION, "on_duty": word("yes", "no"), "reason_sealed": DIGEST},
)
declare(
    "post.correction_begun",
    subject="post",
    keys={"correction_id": ID, "how": word(*Correction.values), "reason_sealed": DIGEST},
)
_REPLY = {"reply_id": ID}
declare(
    "post.reply_hide_asked",
    subject="post",
    keys={**_REPLY, "ground": word(*HideGround.values), "words_sealed": DIGEST, "reason_sealed": DIGEST},
)
declare(
    "post.reply_show_asked",
    subject="post",
    keys={**_REPLY, "on_duty": word("yes", "no"), "reason_sealed": DIGEST},
)
declare("post.reply_hidden", subject="post", keys=_REPLY)
declare("post.reply_shown", subject="post", keys=_REPLY)
declare("post.reply_refused", subject="post", keys=_REPLY)
declare("post.made_way", subject="post", keys={**_PUBLICATION, "correction_id": ID})
_SEEN = {**_PUBLICATION, "seen_sealed": DIGEST}
declare("post.found", subject="post", keys=_SEEN)
declare("post.found_by_portal", subject="post", keys=_SEEN)
declare("post.sent_again", subject="post", keys={**_PUBLICATION, "looked": COUNT})
declare("post.left_to_people", subject="post", keys={**_PUBLICATION, "looked": COUNT})
declare("post.not_found", subject="post", keys=_SEEN)
declare("post.tried_again", subject="post", keys={**_PUBLICATION, "on_duty": word("yes", "no")})
declare(
    "post.given_up",
    subject="post",
    keys={"why": SLUG, "on_duty": word("yes", "no"), "reason_sealed": DIGEST},
)
declare("post.sent_late", subject="post", keys={**_REVISION, "to": TIME})
declare("post.planned_again", subject="post", keys={**_REVISION, "to": TIME})
declare("post.sent_back_late", subject="post", keys=_REVISION)
declare("post.not_decided", subject="post", keys=_REVISION)
declare("post.moved", subject="post", keys={**_PUBLICATION, "to": TIME})
declare("post.held_back", subject="post", keys={**_PUBLICATION, "why": SLUG})
declare("post.authority_ends", subject="post", keys={**_REVISION, "member_id": ID, "ends_at": TIME})
declare("post.authority_ended", subject="post", keys={"authorisation_id": ID, "member_id": ID})
declare("post.kept", subject="post", keys={**_REVISION, "member_id": ID})
declare("post.missed", subject="post", keys=_PUBLICATION)
declare("post.went_back_with", subject="post", keys={"with_id": ID})
declare("post.permission_ended", subject="post", keys={"permission_id": ID})
declare("post.story_withdrawn", subject="post", keys={"story_id": ID})
declare("post.picture_said_anew", subject="post", keys={"picture_id": ID})
declare(
    "post.claimed",
    subject="post",
    keys={**_PUBLICATION, "attempt_id": ID, "kind": SLUG, "digest_sealed": optional(DIGEST)},
)
declare(
    "post.judged_again",
    subject="post",
    keys={**_REVISION, "pack_digest": DIGEST, "stands": word("yes", "no"), "decision_sealed": DIGEST},
)
declare(
    "post.settled",
    subject="post",
    keys={**_PUBLICATION, "attempt_id": ID, "outcome": SLUG, "exchange_sealed": optional(DIGEST)},
)
declare(
    "post.answered_late",
    subject="post",
    keys={**_PUBLICATION, "attempt_id": ID, "outcome": SLUG, "exchange_sealed": optional(DIGEST)},
)

declare("post.pictures_refused", subject="post", keys={**_PUBLICATION, "exchange_sealed": DIGEST})
declare(
    "unit.picture_made",
    subject="unit",
    keys={"picture_id": ID, "upload_for_post_id": ID, "original_sealed": DIGEST, "picture_sealed": DIGEST},
)
declare("unit.picture_known", subject="unit", keys={"picture_id": ID, "same_as_id": ID})
declare("unit.original_opened", subject="unit", keys={"picture_id": ID})
declare(
    "unit.picture_described",
    subject="unit",
    keys={"picture_id": ID, "rights_id": ID, "rights_sealed": DIGEST},
)
declare("unit.rights_document_read", subject="unit", keys={"picture_id": ID, "rights_id": ID})
declare("unit.picture_blurred", subject="unit", keys={"picture_id": ID, "blurred_id": ID})
declare("unit.unblurred_opened", subject="unit", keys={"picture_id": ID})
declare("unit.unblurred_allowed", subject="unit", keys={"picture_id": ID, "reason_sealed": DIGEST})

_RESTORATION = {"restoration_id": ID}
declare(
    "agency.restored",
    subject="agency",
    keys={
        **_RESTORATION,
        "stop_id": ID,
        "since": TIME,
        "checkpoint_size": optional(COUNT),
        "checkpoint_root": optional(DIGEST),
        "timelines": COUNT,
    },
)
declare("account.timeline_read", subject="account", keys={**_RESTORATION, "shown": COUNT, "listed": COUNT})
declare("account.timeline_passed", subject="account", keys={**_RESTORATION, "reason_sealed": DIGEST})
declare("post.found_again", subject="post", keys={**_PUBLICATION, **_RESTORATION, "seen_sealed": DIGEST})

_WHOSE = {"member_id": ID, "whose_unit_id": ID}
declare("post.from_story", subject="post", keys=_WHOSE)
declare("post.from_idea", subject="post", keys=_WHOSE)
declare(
    "story.forwarded",
    subject="story",
    keys={
        "unit_id": ID,
        "post_id": optional(ID),
        "consent": word(*Consent.values),
        "words_sealed": DIGEST,
        "consent_sealed": DIGEST,
    },
)
declare("story.adopted", subject="story", keys={"post_id": ID})
declare("story.declined", subject="story", keys={"reason_sealed": DIGEST})
declare("story.withdrawn", subject="story", keys={"reason_sealed": DIGEST})
declare("idea.suggested", subject="idea", keys={"unit_id": ID, "words_sealed": DIGEST})
declare("idea.handed_up", subject="idea", keys={})
declare("idea.passed_on", subject="idea", keys={"reach": word(*Reach.values)})
declare("idea.declined", subject="idea", keys={"reason_sealed": DIGEST})
declare("idea.taken_back", subject="idea", keys={})
declare("idea.taken_up", subject="idea", keys={"post_id": ID})
declare("unit.quiet_told", subject="unit", keys={"since": TIME, "days": COUNT})
declare(
    "inquiry.sent_on",
    subject="inquiry",
    keys={
        "unit_id": ID,
        "came": word(*Came.values),
        "post_id": optional(ID),
        "words_sealed": DIGEST,
        "capture_sealed": optional(DIGEST),
    },
)
declare("inquiry.answered", subject="inquiry", keys={"note_sealed": DIGEST})
declare("inquiry.closed", subject="inquiry", keys={"note_sealed": DIGEST})
declare(
    "inquiry.account_corrected",
    subject="inquiry",
    keys={"before_sealed": optional(DIGEST), "after_sealed": optional(DIGEST)},
)
declare("inquiry.sent_back", subject="inquiry", keys={"post_id": ID})
declare("inquiry.named_under_way", subject="inquiry", keys={"post_id": ID})
declare("post.inquiry_sent_on", subject="post", keys={"inquiry_id": ID})
declare("post.press_waits", subject="post", keys={"inquiry_id": ID})
