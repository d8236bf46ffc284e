"""What the accounts room writes to the trail: each verb with its exact keys."""

from audit.verbs import COUNT, DIGEST, ID, SLUG, TIME, declare, optional, word

YES_NO = word("yes", "no")

declare("agency.set_up", subject="agency", keys={})
declare("policy.adopted", subject="agency", keys={"pack": SLUG, "pack_digest": DIGEST, "effective_at": TIME})
_PROPOSAL = {"proposal_id": ID}
_RULES = {**_PROPOSAL, "pack": SLUG, "pack_digest": DIGEST, "source_sealed": DIGEST}
declare("policy.proposal_begun", subject="agency", keys=_RULES)
declare("policy.proposal_changed", subject="agency", keys=_RULES)
declare(
    "policy.proposed",
    subject="agency",
    keys={**_RULES, "effective_at": optional(TIME), "why_sealed": DIGEST},
)
declare("policy.proposal_adopted", subject="agency", keys={**_PROPOSAL, "policy_id": ID})
declare("policy.proposal_declined", subject="agency", keys={**_PROPOSAL, "why_sealed": DIGEST})
declare("policy.proposal_withdrawn", subject="agency", keys=_PROPOSAL)
declare("unit.registered", subject="unit", keys={})
declare("member.registered", subject="member", keys={"unit_id": ID})
declare("member.language_declared", subject="member", keys={"language": SLUG})
declare("member.language_confirmed", subject="member", keys={"language": SLUG})
declare("member.language_ended", subject="member", keys={"language": SLUG})
declare("unit.reader_asked", subject="unit", keys={"needed": YES_NO})
declare("authorisation.given", subject="authorisation", keys={"member_id": ID, "unit_id": ID, "role": SLUG})
declare(
    "authorisation.ended", subject="authorisation", keys={"member_id": ID, "unit_id": ID, "for_cause": YES_NO}
)
declare("account.registered", subject="account", keys={"unit_id": ID, "network": SLUG})
declare("account.connected", subject="account", keys={})
declare("account.connection_refused", subject="account", keys={})
declare("account.checked", subject="account", keys={})
declare(
    "account.keepers_named", subject="account", keys={"custodian_id": optional(ID), "deputy_id": optional(ID)}
)
declare("account.resend_changed", subject="account", keys={"given": YES_NO})
declare("account.capability_changed", subject="account", keys={"capability": SLUG, "given": YES_NO})
declare("account.troubled", subject="account", keys={"health": SLUG})
declare("account.recovered", subject="account", keys={})
declare("tour.started", subject="tour", keys={"ends_at": TIME})
declare("tour.extended", subject="tour", keys={"ends_at": TIME})
declare("tour.ended", subject="tour", keys={})
_LISTED = {"on_call_id": ID, "member_id": ID}
declare("duty_list.put_on", subject="unit", keys={**_LISTED, "starts_at": TIME, "ends_at": TIME})
declare("duty_list.taken_off", subject="unit", keys=_LISTED)
declare("member.signed_in", subject="member", keys={})
declare("member.signed_out", subject="member", keys={})
declare("delivery.tried_again", subject="agency", keys={"delivery_id": ID})
declare("authorisation.reconfirmed", subject="authorisation", keys={"unit_id": ID, "period_id": ID})
declare("periods.set", subject="agency", keys={"moved": COUNT})
declare("roster.settings_changed", subject="agency", keys={})
declare("roster.begun", subject="roster", keys={"period_id": ID})
declare("roster.changed", subject="roster", keys={"changes": COUNT})
declare("roster.import_begun", subject="agency", keys={"period_id": ID, "rows": COUNT})
declare("roster.import_confirmed", subject="agency", keys={"period_id": ID, "rows": COUNT})
declare("roster.import_refused", subject="agency", keys={"period_id": ID, "rows": COUNT})
declare("roster.imported", subject="roster", keys={"changes": COUNT})
declare(
    "roster.submitted",
    subject="roster",
    keys={"version": COUNT, "members": COUNT, "content_sealed": DIGEST},
)
declare("roster.correction_begun", subject="roster", keys={"version": COUNT})
declare("roster.correction_dropped", subject="roster", keys={"version": COUNT})
declare("roster.reminded", subject="unit", keys={"period_id": ID, "kind": SLUG})
declare("roster.authority_ended", subject="unit", keys={"period_id": ID, "ended": COUNT})
declare(
    "condition.set",
    subject="agency",
    keys={"condition": SLUG, "force": SLUG, "unit_id": optional(ID), "starts_at": TIME},
)
declare("training.recorded", subject="member", keys={"course_id": ID, "passed": YES_NO})
declare("course.made", subject="agency", keys={"course_id": ID})
declare("course.retired", subject="agency", keys={"course_id": ID})
declare("lapse.told", subject="member", keys={"kind": SLUG, "days": COUNT})
declare("training_session.held", subject="agency", keys={"session_id": ID, "course_id": ID})
declare("policy.acknowledged", subject="member", keys={"policy_id": ID, "said_sealed": optional(DIGEST)})
_ENTRY = {"entry_id": ID}
declare("library.written", subject="agency", keys={**_ENTRY, "number": COUNT, "words_sealed": DIGEST})
declare("library.retired", subject="agency", keys=_ENTRY)
_NOTICE = {"broadcast_id": ID}
declare("notice.proposed", subject="agency", keys={**_NOTICE, "words_sealed": DIGEST})
declare("notice.approved", subject="agency", keys={**_NOTICE, "told": COUNT})
declare("notice.sent", subject="agency", keys={**_NOTICE, "told": COUNT, "words_sealed": DIGEST})
declare("notice.told", subject="member", keys=_NOTICE)
declare("notice.reminded", subject="member", keys=_NOTICE)
declare("notice.acknowledged", subject="member", keys={**_NOTICE, "said_sealed": DIGEST})
declare("notice.withdrawn", subject="agency", keys={**_NOTICE, "reason_sealed": DIGEST})
declare("access.approved", subject="member", keys={"approval_id": ID})
declare("access.ended", subject="member", keys={"approval_id": ID})
_PERMISSION = {"permission_id": ID, "kind": SLUG}
declare("permission.asked", subject="member", keys=_PERMISSION)
declare("permission.given", subject="member", keys=_PERMISSION)
declare("permission.declined", subject="member", keys=_PERMISSION)
declare("permission.ended", subject="member", keys=_PERMISSION)
declare("permission.paper_read", subject="member", keys=_PERMISSION)
_DEVICE = {"device_id": ID, "kind": SLUG}
declare("device.enrolled", subject="member", keys=_DEVICE)
declare("device.approved", subject="member", keys=_DEVICE)
declare("device.ended", subject="member", keys=_DEVICE)
_TOUR = {"member_id": ID, "ends_at": TIME}
declare("tour.given", subject="tour", keys=_TOUR)
declare("tour.changed", subject="tour", keys=_TOUR)
_HELD = {"member_id": ID, "unit_id": ID}
declare("authorisation.suspended", subject="authorisation", keys=_HELD)
declare("authorisation.resumed", subject="authorisation", keys=_HELD)
declare("member.transferred", subject="member", keys={"from_id": ID, "to_id": ID})
declare("member.changed", subject="member", keys={})
declare("member.deactivated", subject="member", keys={})
declare("member.reactivated", subject="member", keys={})
declare("member.second_factor_added", subject="member", keys={"kind": SLUG})
declare("member.second_factor_removed", subject="member", keys={"kind": SLUG})
declare("member.second_factor_reset", subject="member", keys={"reason_sealed": optional(DIGEST)})
declare("member.sessions_ended", subject="member", keys={"ended": COUNT})
declare("unit.changed", subject="unit", keys={})
declare("agency.changed", subject="agency", keys={})
declare("account.proposed", subject="account", keys={})
declare("account.approved", subject="account", keys={})
declare("account.retired", subject="account", keys={})
declare("account.practice_changed", subject="account", keys={"given": YES_NO, "reason_sealed": DIGEST})
declare("account.password_known", subject="account", keys={"member_id": ID})
_ROTATION = {"rotation_id": ID, "member_id": ID}
declare("account.rotation_opened", subject="account", keys=_ROTATION)
declare("account.rotated", subject="account", keys=_ROTATION)
_TASK = {"task_id": ID, "kind": SLUG}
declare("account.task_opened", subject="account", keys=_TASK)
declare("account.task_looked", subject="account", keys={**_TASK, "lacks": COUNT, "said_sealed": DIGEST})
declare("account.task_dropped", subject="account", keys=_TASK)
_FOLLOW = {"followed_id": ID, "said_sealed": DIGEST}
declare("account.followed", subject="account", keys=_FOLLOW)
declare("account.follow_doubted", subject="account", keys=_FOLLOW)
declare("account.unfollowed", subject="account", keys=_FOLLOW)
declare("table.imported", subject="agency", keys={"kind": SLUG, "rows": COUNT})
