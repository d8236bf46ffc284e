"""What the accounts room writes to the trail: each verb with its exact keys."""

from audit.verbs import DIGEST, ID, SLUG, TIME, declare, word

YES_NO = word("yes", "no")

declare("agency.set_up", subject="agency", keys={})
declare("policy.adopted", subject="agency", keys={"pack": SLUG, "pack_digest": DIGEST, "effective_at": TIME})
declare("unit.registered", subject="unit", keys={})
declare("member.registered", subject="member", keys={"unit_id": ID})
declare("authorisation.given", subject="authorisation", keys={"member_id": ID, "unit_id": ID, "role": SLUG})
declare(
    "authorisation.ended", subject="authorisation", keys={"member_id": ID, "unit_id": ID, "for_cause": YES_NO}
)
declare("account.registered", subject="account", keys={"unit_id": ID, "network": SLUG})
declare("account.connected", subject="account", keys={})
declare("account.troubled", subject="account", keys={})
declare("account.recovered", subject="account", keys={})
declare("tour.started", subject="tour", keys={"ends_at": TIME})
declare("tour.extended", subject="tour", keys={"ends_at": TIME})
declare("tour.ended", subject="tour", keys={})
declare("member.signed_in", subject="member", keys={})
declare("member.signed_out", subject="member", keys={})
