"""The campaign against the portal, and against the plain task from a copy of the same database."""

from collections.abc import Callable

from bench.chaos import traps
from bench.chaos.campaign import Campaign
from bench.chaos.desk import opened
from bench.chaos.fleet import Fleet
from bench.chaos.plan import Plan
from bench.chaos.promises import Ran
from bench.chaos.servers import Servers


def run(
    *, plan: Plan, servers: Servers, portal: Fleet, plain: Fleet, say: Callable[[str], None]
) -> tuple[Ran, Ran | None]:
    """What each showed; nothing for the plain task where the plan leaves it out."""
    say(f"{plan.posts} posts are written, submitted and approved, and {plan.traps} traps are set.")
    at_work = opened()
    at_work.approve_posts(how_many=plan.posts)
    set_on = traps.set_on(at_work=at_work, how_many=plan.traps)
    twin = servers.copy(name="naive") if plan.naive else None
    say("The campaign begins.")
    campaign = Campaign(
        plan=plan,
        servers=servers,
        fleet=portal,
        at_work=at_work,
        traps=set_on,
        urls=servers.urls,
        say=say,
    )
    try:
        ran = campaign.run()
    finally:
        portal.stop()
    if twin is None:
        return ran, None
    say("The same against a plain Celery task.")
    compared = Campaign(
        plan=plan, servers=servers, fleet=plain, at_work=at_work, traps=set_on, urls=twin, say=say
    )
    try:
        return ran, compared.run_naive()
    finally:
        plain.stop()
