"""The smallest pack that is right, to be spoiled one line at a time."""

PACK = """\
slug = "small"
version = "1"
effective_on = 2026-01-01
title = "A small pack"
agency = "Smallville"

[settings]
approval_mode = "always"
public_posting = "on"
device_policy = "silent"
use_of_force = "stop"
booking_photo_floor = true
classification_mode = "schedule"
precedence = 1
unit_kinds = ["district"]

[attestation]
clause = "S.1"
basis = "clause"
sentence = "By approving, you say so."
source_question = "source"
boxes = [
    { key = "right", label = "It is right." },
]

[[clause]]
id = "S.1"
directive = "Small orders"
title = "Somebody looks"
summary = "Somebody looks at every post."

[[question]]
key = "source"
label = "Where do the facts come from?"
short = "Source"
kind = "text"

[[question]]
key = "charged"
label = "Is somebody charged?"
short = "Charged"
kind = "choice"
options = [
    { value = "yes", label = "Yes" },
    { value = "no", label = "No" },
]

[[category]]
key = "tip"
label = "Tip"
description = "Advice."
record_class = "tips"
review_minutes = 60
late_minutes = 30
questions = ["source"]

[[step]]
key = "sergeant"
title = "Sergeant"
role = "sergeant"
scope = "unit"
position = 1

[[rule]]
id = "look"
kind = "approval"
title = "Somebody looks"
clause = "S.1"
basis = "clause"
sentence = "Every post"
step = "sergeant"

[[rule]]
id = "listed"
kind = "listed_category"
title = "Listed"
clause = "S.1"
basis = "reading"
sentence = "This kind is not listed."
sentence_when_missing = "Choose a kind."

[[rule]]
id = "source"
kind = "required_answer"
title = "Source"
clause = "S.1"
basis = "choice"
sentence = "Name the source."
question = "source"

[[rule]]
id = "words"
kind = "words_ask"
title = "Words"
clause = "S.1"
basis = "choice"
sentence = "“{words}” asks."
question = "charged"
settled_by = ["no"]
terms = [
    "charged",
    { words = "booked", plain = "charged" },
]
"""
