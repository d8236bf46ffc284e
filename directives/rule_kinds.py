"""The names by which a pack's file calls the kinds of rule."""

from collections.abc import Mapping
from types import MappingProxyType

from directives import (
    blank_rules,
    date_rules,
    election_rules,
    endorsement_rules,
    inquiry_rules,
    language_rules,
    line_rules,
    media_rules,
    permission_rules,
    permits,
    repeat_rules,
    rules,
    word_rules,
)
from directives.rules import Rule

RULE_KINDS: Mapping[str, type[Rule]] = MappingProxyType(
    {
        "listed_category": rules.ListedCategory,
        "required_answer": rules.RequiredAnswer,
        "asks": rules.Asks,
        "answer_asks": rules.AnswerAsks,
        "answer_blocks": rules.AnswerBlocks,
        "answer_routes": rules.AnswerRoutes,
        "answer_notifies": rules.AnswerNotifies,
        "answer_keeps": rules.AnswerKeeps,
        "use_of_force": rules.UseOfForce,
        "category_routes": rules.CategoryRoutes,
        "approval": rules.Approval,
        "author_declares": rules.AuthorDeclares,
        "date_reached": date_rules.DateReached,
        "past_date": date_rules.PastDate,
        "permission_required": permission_rules.PermissionRequired,
        "permits": permits.Permits,
        "endorsement_warned": endorsement_rules.EndorsementWarned,
        "meaning_given": language_rules.MeaningGiven,
        "language_said": language_rules.LanguageSaid,
        "media_rights": media_rules.MediaRights,
        "media_music": media_rules.MediaMusic,
        "media_people": media_rules.MediaPeople,
        "media_shows": media_rules.MediaShows,
        "media_under_cover": media_rules.MediaUnderCover,
        "media_blurred": media_rules.MediaBlurred,
        "words_ask": word_rules.WordsAsk,
        "election_words_ask": election_rules.ElectionWordsAsk,
        "must_say": line_rules.MustSay,
        "advice": word_rules.Advice,
        "unfilled": blank_rules.Unfilled,
        "hashtag_case": word_rules.HashtagCase,
        "day_words": word_rules.DayWords,
        "repeats": repeat_rules.Repeats,
        "answers_inquiry": inquiry_rules.AnswersInquiry,
    }
)
