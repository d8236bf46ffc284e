"""What an account's plan with its network does not include, where a draft tries it.

Source: X's change log. Since 23 February 2026 a reply to others, since 20 April 2026 quotes, likes and follows through
the API need a plan that few have.
"""

import re
from collections.abc import Iterator

from directives.decision import Finding
from directives.facts import Facts

PLAN = "network-plan"
_POST = re.compile(
    r"(?<![\w.])(?:https?://)?(?:(?:www|mobile)\.)?(?:x|twitter)\.com/\w{1,15}/status/\d+", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\s*[@\uff20](\w{1,15})")


def findings(*, facts: Facts) -> Iterator[Finding]:
    """What must be taken out since the plan refuses it, and what is not what it looks like."""
    quoted = _POST.search(facts.text) if "quote" in facts.cannot else None
    if quoted:
        sentence = f"The plan of this account allows no quotes of other posts. Take {quoted.group()} out."
        yield Finding(rule=PLAN, clause=None, basis="network", level="must_fix", sentence=sentence)
    for number in facts.moving if "video" in facts.cannot else ():
        sentence = "The plan of this account allows no GIFs or videos. Remove it, or add one image of it as a picture."
        yield Finding(
            rule=PLAN, clause=None, basis="network", level="must_fix", sentence=sentence, picture=number
        )
    addressed = _ADDRESSED.match(facts.text) if "reply" in facts.cannot else None
    if addressed:
        sentence = (
            f"This is no reply: the plan of this account allows none to others. It goes out as a post that names "
            f"@{addressed[1]}."
        )
        yield Finding(rule=PLAN, clause=None, basis="network", level="think", sentence=sentence)
