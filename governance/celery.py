"""Celery: carries ids only; the database is the queue's truth, so a lost broker loses nothing."""

import os
import sys

from celery import Celery, signals
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

from django.conf import settings
from django.db import close_old_connections
from kombu import Queue

from directives.texts import meaning

URGENT = "urgent"
"""The queue that every worker empties first: the beat's own tasks of publishing, urgent kinds, deletions."""

app = Celery("portal", broker=settings.REDIS_URL)
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_acks_on_failure_or_timeout=True,
    task_soft_time_limit=90,
    task_time_limit=120,
    task_queues=[Queue(URGENT, routing_key=URGENT), Queue("celery", routing_key="celery")],
    task_routes={
        "posts.tasks.send_due": URGENT,
        "posts.tasks.send_urgent": URGENT,
        "posts.tasks.sweep": URGENT,
    },
    broker_transport_options={
        # Longer than the longest task: an unacknowledged message returns only after its worker is surely dead.
        "visibility_timeout": 600,
        "queue_order_strategy": "priority",
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A connection to the database outlives its task; each task begins with one that is known to be good.
    CELERY_DB_REUSE_MAX=sys.maxsize,
    worker_prefetch_multiplier=1,
    # A child that was killed keeps its place in the line for so long, and a place is all that one child has: with ten
    # seconds, as Celery has it, a pool whose children die often stands still.
    worker_lost_wait=0.5,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone="UTC",
    beat_schedule={
        "send due posts": {"task": "posts.tasks.send_due", "schedule": 1.0, "options": {"expires": 5}},
        "sweep what a worker left": {
            "task": "posts.tasks.sweep",
            "schedule": 3.0,
            "options": {"expires": 5},
        },
        "take up what a broker lost": {
            "task": "posts.tasks.take_up",
            "schedule": 15.0,
            "options": {"expires": 30},
        },
        "go on with disposals that a worker left": {
            "task": "records.tasks.take_up",
            "schedule": 30.0,
            "options": {"expires": 30},
        },
        "go on with what offices were told of": {
            "task": "posts.tasks.tell_offices",
            "schedule": 5.0,
            "options": {"expires": 10},
        },
        "ask to keep what loses its authority": {
            "task": "posts.tasks.tell_of_lapses",
            "schedule": 30.0,
            "options": {"expires": 30},
        },
        "deliver messages": {
            "task": "accounts.tasks.deliver_due",
            "schedule": 5.0,
            "options": {"expires": 10},
        },
        "ask whose keys the accounts have": {
            "task": "accounts.tasks.check_accounts",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "judge by new rules what waits": {
            "task": "posts.tasks.judge_again",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
        "send back what nobody decided about": {
            "task": "posts.tasks.send_back_undecided",
            "schedule": 15.0,
            "options": {"expires": 15},
        },
        "hand on what nobody takes": {
            "task": "posts.tasks.hand_on",
            "schedule": 15.0,
            "options": {"expires": 15},
        },
        "tell of units that post nothing": {
            "task": "posts.tasks.tell_quiet_units",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "offer drafts of whom may not write any more": {
            "task": "posts.tasks.offer_drafts",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "follow the dates of authority": {
            "task": "accounts.tasks.follow_dates",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "keep the police periods": {
            "task": "accounts.tasks.keep_periods",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "tell of what lapses": {
            "task": "accounts.tasks.remind_of_lapses",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "remind of notices": {
            "task": "accounts.tasks.remind_of_notices",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "take up imports of rosters": {
            "task": "accounts.tasks.sweep_imports",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "tell of rights that have ended": {
            "task": "posts.tasks.tell_of_ended_rights",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "end alerts whose time is over": {
            "task": "posts.tasks.end_alerts",
            "schedule": 15.0,
            "options": {"expires": 15},
        },
        "prune what has its period": {
            "task": "governance.tasks.prune",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "beat's sign of life": {
            "task": "governance.tasks.heartbeat",
            "schedule": 10.0,
            "options": {"expires": 10},
        },
    },
)
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks(["posts", "records", "accounts", "governance"])


@signals.task_prerun.connect(weak=False)
def _look_at_the_connection(**_: object) -> None:
    """As at the beginning of a request: one that is old or broken is closed, and opened anew when it is wanted."""
    close_old_connections()


@signals.worker_init.connect(weak=False)
def _read_the_weights(**_: object) -> None:
    """Before the pool forks, so that its children share them and no first post waits for them."""
    meaning.warm()


@signals.setup_logging.connect(weak=False)
def _logs_stay_as_they_are(**_: object) -> None:
    """Celery would set up logs of its own; Django has set up ours."""
