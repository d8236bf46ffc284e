"""The posts the text checks are built from: well formed, labelled, varied and told apart."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

LESSONS = Path(__file__).parents[3] / "directives" / "texts" / "lessons"
HELD_BACK = sorted(Path(__file__).parent.glob("held_back*.jsonl"))
LABELS = {
    "use_of_force",
    "disparaging",
    "political",
    "advertising",
    "guilt",
    "arrest",
    "evidence",
    "investigation",
    "notable_incident",
    "private_information",
    "operational_safety",
    "member_involved",
    "jargon",
    "stale",
    "engagement_endorsement",
}
FIELDS = {"id", "text", "written_on", "labels", "note", "language"}


@cache
def posts():
    files = sorted(LESSONS.glob("posts-*.jsonl"))
    return tuple(json.loads(line) for file in files for line in file.read_text("utf-8").splitlines())


def groups_of_words(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))}


def test_each_post_has_its_parts_and_only_labels_that_are_known():
    for post in posts():
        labelled = bool(post["labels"])
        assert set(post) == FIELDS | ({"wording"} if labelled else set()), post["id"]
        assert set(post["labels"]) <= LABELS, post["id"]
        assert len(set(post["labels"])) == len(post["labels"]), post["id"]
        assert date(2025, 1, 1) <= date.fromisoformat(post["written_on"]) <= date(2027, 12, 31), post["id"]
        assert post["language"] in {"en", "es"}, post["id"]
        assert post["note"].startswith(("direct:", "indirect:", "hard negative:", "clean:")), post["id"]
        assert post.get("wording") in ({"direct", "indirect"} if labelled else {None}), post["id"]
        assert post["text"] == post["text"].strip() != "", post["id"]


def test_the_posts_are_counted_without_a_gap():
    assert [post["id"] for post in posts()] == [f"les-{number:04d}" for number in range(1, len(posts()) + 1)]


def test_no_post_is_another_one_with_a_word_changed():
    seen = {}
    for post in posts():
        groups = groups_of_words(post["text"])
        shared = Counter(other for group in groups for other in seen.get(group, ()))
        alike = [other for other, count in shared.items() if count > 0.4 * len(groups)]
        assert not alike, (post["id"], alike)
        for group in groups:
            seen.setdefault(group, []).append(post["id"])


def test_no_post_held_back_is_a_lesson_with_a_word_changed():
    """What was learnt would be measured again; a part of a sentence that everybody says is no copy."""
    taught = {}
    for post in posts():
        for group in groups_of_words(post["text"]):
            taught.setdefault(group, []).append(post["id"])
    sizes = {post["id"]: len(groups_of_words(post["text"])) for post in posts()}
    held_back = (line for file in HELD_BACK for line in file.read_text("utf-8").splitlines())
    for post in map(json.loads, held_back):
        groups = groups_of_words(post["text"])
        shared = Counter(other for group in groups for other in taught.get(group, ()))
        alike = [other for other, n in shared.items() if n >= 3 and n > 0.4 * min(len(groups), sizes[other])]
        assert not alike, (post["id"], alike)


def test_the_posts_are_balanced():
    labelled = [post for post in posts() if post["labels"]]
    direct = sum(post["wording"] == "direct" for post in labelled)
    spanish = sum(post["language"] == "es" for post in posts())
    assert 0.45 <= len(labelled) / len(posts()) <= 0.55
    assert 0.35 <= direct / len(labelled) <= 0.45
    assert 0.15 <= spanish / len(posts()) <= 0.22


def test_each_label_has_sixty_posts_and_twenty_of_either_wording():
    labelled = [(label, post["wording"]) for post in posts() for label in post["labels"]]
    counts = Counter(label for label, _ in labelled)
    wordings = Counter(labelled)
    assert {label: counts[label] for label in LABELS if counts[label] < 60} == {}
    assert {pair: wordings[pair] for pair in wordings if wordings[pair] < 20} == {}
