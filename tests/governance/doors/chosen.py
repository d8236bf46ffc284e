"""Fields in which something is chosen from a list, and those of buttons that name a row; and all that names none."""

import re
from typing import Any

from tests.governance.doors import accounts, duty_lists
from tests.governance.doors.posts import typed
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field


def _nothing_more(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


def _stop_of(scope: str) -> Any:
    def form(scene: Scene, thing: Thing) -> dict[str, Any]:
        return {"scope": scope, "reason": "Wait for detectives."}

    return form


def _withdrawn(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"withdraw": ""}


def _numbered(scene: Scene, thing: Thing) -> str:
    return thing.unit or "099"


_SCOPES = (("unit", "unit"), ("account", "account"), ("member", "member"))
FIELDS: tuple[Field, ...] = (
    *(
        Field(door=door, name=name, by="natarajan", carries=carries, form=_stop_of(name), status=200)
        for door in ("place_stop", "stop_publishing")
        for name, carries in _SCOPES
    ),
    *(
        Field(
            door="name_keepers",
            name=name,
            by="okafor",
            carries="member",
            about="registered",
            form=accounts.keepers,
            status=200,
        )
        for name in ("custodian", "deputy")
    ),
    Field(
        door="put_on_call",
        name="member",
        by="natarajan",
        carries="member",
        about="office",
        form=duty_lists.stretch,
        status=200,
    ),
    Field(door="choose_missed", name="post", by="whitfield", carries="approved", form=_withdrawn),
    Field(door="choose_missed", name="withdraw", by="whitfield", carries="approved", form=_nothing_more),
    Field(door="choose_missed", name="send_late", by="whitfield", carries="approved", form=_nothing_more),
    Field(door="choose_missed", name="plan_again", by="whitfield", carries="approved", form=_nothing_more),
    Field(door="choose_missed", name="after", by="whitfield", carries="", form=_nothing_more),
    Field(door="check_draft", name="put_back", by="reyes", carries="picture", about="draft", form=typed),
    *(
        Field(door="check_draft", name=name, by="reyes", carries="", about="draft", form=typed)
        for name in (
            "remove_picture",
            "move_earlier",
            "move_later",
            "give_up",
            "use_wording",
            "rights_own",
            "rights_of",
        )
    ),
    *(
        Field(door="keep_roster", name=name, by="okafor", carries="", about="roster", form=_nothing_more)
        for name in ("leave", "put_back")
    ),
    Field(door="make_course", name="unit", by="washington", carries="unit", form=_nothing_more, status=200),
    Field(door="import_rosters", name="period", by="admin", carries="", form=_nothing_more),
    Field(
        door="wall",
        name="unit",
        by="natarajan",
        carries="unit",
        value=_numbered,
        status=200,
        echoed=True,
        writes=frozenset({"django_session"}),
    ),
    Field(
        door="stop_publishing", name="within", by="admin", carries="", form=_stop_of("category"), status=200
    ),
    Field(door="offered_drafts", name="after", by="reyes", carries=""),
    Field(door="withheld", name="after", by="marsh", carries=""),
    Field(door="exports", name="after", by="marsh", carries=""),
    Field(door="certificates", name="after", by="marsh", carries=""),
    Field(door="holds", name="after", by="marsh", carries=""),
    Field(door="to_correct", name="after", by="natarajan", carries=""),
    Field(door="begin_repost", name="after", by="reyes", carries="", form=_nothing_more),
    Field(door="place_stop", name="after", by="natarajan", carries="", form=_nothing_more),
)
_PLAIN = """
agreed asked asked_again asked_by came consent contact document licence music music_words owner reference under_cover
act add add_part all anchor_on anchor_year approves attested binding by_link capabilities category
changed clause choice condition consent consent_words communications_email community_policing covers
decline director_email display_name due_on email email_domain employee_number end_reason ends_at ends_on
exception feedback first_name force from_on give ground guidance handle held_at hours how ip_address keep kind
language last_name last_on left_too links_read log_on_id login look lost name network next note number of_office
oldpassword page paper part_earlier part_later parts password password1 password2 pasted place practice
quiet_days rank reach read reason remove_part resend_after_absence resolve role roles save scope seen
send_clock send_on send_until show shown size star_number starts_at starts_on subject text title to topics
unit_phone until until_clock until_on until_which username valid_months valid_on verdict version wall
when which why wording words year_ends address csrfmiddlewaretoken picture_words press video
"""
"""Words, days, choices of a closed list, numbers of a network, digests of what was read, and plain buttons."""
_OF_THIS_ROW = re.compile(
    r"(alt|language|result|answer|still|s|c)-.+|(end|resume)\d+-.+|(retire|practice)-reason|knower-since_on"
    r"|[a-z_]+-(review|late)_minutes"
)
"""Named after a row that is in the form: of any other nothing is read."""


_OF_LANGUAGES = (
    "binding_beside does meaning needed other other_asked_again other_text spoken translate translate_into"
)
_OF_ALERTS = "approved_by approved_on issued_by valid_until"
_OF_RULES = "answer begin_with effective_at idioms level rule sentence terms"
_OF_WITHHOLDING = "basis class exemption part"
_OF_ACCOUNTS = "follow-handle follow-puts_down follow-why kept_where network_name shows words"
_OF_RETENTION = (
    "application approved_on classes commission copy disposal_on first_on item months numbers permanent"
    " record_class sent_on trigger years"
)
_OF_SETTINGS = "approval_mode before checklist classification_mode device_policy public_posting use_of_force"


def carries_no_id(name: str) -> bool:
    """Whether what is sent under a name can name no row of somebody else."""
    plain = {
        *_PLAIN.split(),
        *_OF_ACCOUNTS.split(),
        *_OF_ALERTS.split(),
        *_OF_LANGUAGES.split(),
        *_OF_RETENTION.split(),
        *_OF_RULES.split(),
        *_OF_SETTINGS.split(),
        *_OF_WITHHOLDING.split(),
    }
    return name in plain or bool(_OF_THIS_ROW.fullmatch(name))
