"""The composer as a template reads it; it decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Member, OutletAccount
from directives.decision import Decision, Declaration, SkippedStep
from directives.model import Category, Question
from directives.network import LONGEST_ALT_TEXT, MOST_PARTS, MOST_PICTURES
from directives.pack import Pack
from outlets.languages import LANGUAGES, Language
from outlets.weighted import Weighed
from posts import charges, languages
from posts.album import Album
from posts.beside import Written as Beside
from posts.by_days import Ahead
from posts.conflicts import Conflict
from posts.counted import Count, FurtherPart
from posts.deciding import Next, Stage, ToTell
from posts.forms.drafts import Typed
from posts.judgement import Asked, Group, Older
from posts.marking import Piece
from posts.models import Post
from posts.pictured import Pictured

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, kw_only=True)
class State:
    """What stands between the draft and its next save, and what just happened to it."""

    closed: str = ""
    """Why nothing can be saved now, in a sentence."""
    clause: str = ""
    lacking: str = ""
    """What the reader lacks to write, as a word; empty where it is closed for another reason, or open."""
    observed: tuple[str, ...] = ()
    """For what saving would be refused, were the rules enforced that are only observed now."""
    conflict: Conflict | None = None
    not_saved: str = ""
    """What must be mended before anything can be saved, in a sentence."""
    taken_out: Pictured | None = None
    """A picture that was just removed and can be put back, with its words."""
    insist: bool = False
    """It was submitted and was not ready: everything that is left to fix is shown, the first takes the focus."""


@dataclass(frozen=True, kw_only=True)
class Composer:
    """Everything a template shows of a draft; it decides nothing."""

    post: Post
    typed: Typed
    accounts: tuple[OutletAccount, ...]
    account: OutletAccount
    pack: Pack
    categories: tuple[Category, ...]
    category: Category | None
    decision: Decision
    weighed: Weighed
    parts: tuple[FurtherPart, ...]
    groups: tuple[Group, ...]
    asked: tuple[Asked, ...]
    stages: tuple[Stage, ...]
    to_tell: tuple[ToTell, ...]
    skipped: tuple[SkippedStep, ...]
    next: Next
    preview: tuple[Piece, ...]
    behind: tuple[Piece, ...]
    """What of a long post stands behind "Show more"."""
    marks: tuple[Piece, ...]
    album: Album
    zone: str
    today: datetime
    saved_at: datetime
    saved_clock: str
    open_too: tuple[Member, ...]
    first_to_fix: str
    """The id of the element to mend first, or empty."""
    to_fix: int
    state: State
    older: tuple[Older, ...] = ()
    """The answers that the last press to hand it in asked again."""
    content: str = ""
    """The digest of what they are asked about."""
    beside: Beside | None = None
    """The other post of its pair."""
    ahead: Ahead | None = None
    """A day from which more is asked, for what goes out as soon as it is approved."""
    plan: str = ""
    """What the account's plan does not allow, in a sentence; empty where it allows all."""
    most_pictures: int = MOST_PICTURES
    longest_alt_text: int = LONGEST_ALT_TEXT
    most_parts: int = MOST_PARTS

    @property
    def languages(self) -> Mapping[str, Language]:
        """Of captions and of the text, by code."""
        return LANGUAGES

    @property
    def spoken_now(self) -> str:
        """The code of the language it is written in."""
        return self.typed.language or self.own_language

    @property
    def unread(self) -> list[str]:
        """The names of languages of its texts that no check reads."""
        return languages.names_of(codes=self.decision.unread)

    @property
    def own_language(self) -> str:
        """The code of the department's own language."""
        return self.account.agency.language

    @property
    def own_language_name(self) -> str:
        """'English'."""
        return languages.name_of(code=self.own_language)

    @property
    def picture_order(self) -> str:
        """The pictures' ids in order, as the form carries them."""
        return ",".join(str(shot.picture.pk) for shot in self.album.shots)

    @property
    def count(self) -> Count:
        """The count of the post, or of the first part of a thread."""
        return Count(weighed=self.weighed)

    @property
    def near(self) -> bool:
        """Whether the count speaks in words."""
        return self.count.near

    @property
    def room_for_a_part(self) -> bool:
        """Whether a part can be added."""
        return len(self.parts) + 1 < MOST_PARTS

    @property
    def part_numbers(self) -> range:
        """Of a thread the numbers of its parts, else none."""
        return range(1, len(self.parts) + 2) if self.parts else range(0)

    @property
    def zone_words(self) -> str:
        """'CST': the zone in which a time is typed, as it is now."""
        return f"{self.today.astimezone(self.post.account.agency.tzinfo):%Z}"

    @property
    def by_itself_until(self) -> datetime | None:
        """How late it still goes out by itself at the chosen time; None while there is no time or no kind."""
        slot, latest = self.typed.slot.moment, self.typed.latest.moment
        if slot is None or self.category is None:
            return None
        margin = slot + timedelta(minutes=self.category.late_minutes)
        return min(margin, latest) if latest else margin

    @property
    def charge(self) -> str:
        """What the network will charge for it, in a sentence."""
        return charges.words(network=self.account.network, texts=[self.typed.text, *self.typed.further])

    @property
    def shown_on(self) -> str:
        """The day under the account's name in the preview: 'Mon 23 Nov'."""
        here = (self.typed.slot.moment or self.today).astimezone(self.post.account.agency.tzinfo)
        return f"{here:%a} {here.day} {here:%b}"

    @property
    def count_words(self) -> str:
        """The count in full, for who cannot see the ring."""
        left = self.weighed.remaining
        if left < 0:
            return f"{-left} character{'' if left == -1 else 's'} too many"
        return f"{left} character{'' if left == 1 else 's'} left"

    @property
    def fix_words(self) -> str:
        """'1 thing to fix first', '1 thing to fix in Spanish first' where only the other post lacks it, or empty."""
        beside = len(self.beside.to_fix) if self.beside else 0
        number = self.to_fix or beside
        where = f" in {self.beside.language}" if self.beside and not self.to_fix else ""
        words = [f"{number} thing{'' if number == 1 else 's'} to fix{where}"] if number else []
        if left := sum(not one.ticked for one in self.older):
            words.append(f"{left} answer{'' if left == 1 else 's'} to confirm")
        if self.beside and (left := self.beside.to_confirm):
            words.append(f"{left} answer{'' if left == 1 else 's'} to confirm in {self.beside.language}")
        return f"{' and '.join(words)} first" if words and not self.untouched else ""

    @property
    def asked_again(self) -> str:
        """The keys of the questions that are asked again, as the form carries them."""
        return ",".join(one.question.key for one in self.older)

    @property
    def questions_title(self) -> str:
        """The heading above the questions."""
        number = len(self.asked)
        word = NUMBERS[number] if number < len(NUMBERS) else str(number)
        return f"{word} question{'' if number == 1 else 's'} about this post"

    @property
    def declarable(self) -> tuple[Question, ...]:
        """What an author may say of the post although nothing asked it."""
        asked = {one.question.key for one in self.asked}
        return tuple(one for one in self.pack.questions if one.declared and one.key not in asked)

    @property
    def declares(self) -> tuple[Declaration, ...]:
        """What its author says by sending it; of a pair, by sending both, each once."""
        beside = self.beside.declarations if self.beside else ()
        return tuple(dict.fromkeys((*self.decision.declarations, *beside)))

    @property
    def approvals(self) -> str:
        """'1 approval'."""
        number = sum(len(stage.deciders) for stage in self.stages)
        return f"{number} approval{'' if number == 1 else 's'}" if number else "No approval needed"

    @property
    def untouched(self) -> bool:
        """Whether nothing was written yet, so that nothing is wrong with it yet."""
        typed = self.typed
        return not (
            self.state.insist
            or typed.text
            or typed.category
            or typed.answers
            or typed.pictures
            or typed.slot.chosen
            or typed.latest.chosen
        )
