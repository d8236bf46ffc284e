"""How well the checks read labelled posts is counted with intervals, and never shows a post."""

import pytest

from directives.texts import measuring


def test_a_rate_comes_with_its_count_and_wilson_s_interval():
    told = measuring.rate([True] * 8 + [False] * 2)
    assert told == {"rate": 0.8, "count": 8, "of": 10, "low": 0.4902, "high": 0.9433}
    assert measuring.rate([]) == {"rate": None, "count": 0, "of": 0, "low": 0.0, "high": 1.0}


def test_labels_wordings_clean_posts_and_groups_are_told_apart():
    lines = [
        '{"text": "Police tased him.", "written_on": "2026-11-21", "labels": ["use_of_force"], "wording": "direct"}',
        "",
        '{"text": "Happy Eid.", "written_on": "2026-11-21", "labels": [], "group": "religion"}',
    ]
    posts = measuring.labelled(lines=lines)
    table = measuring.table(
        [measuring.Measured(post=one, reading=measuring.reading_of(one), routed=False) for one in posts]
    )
    force = table["labels"]["use_of_force"]
    assert (force["positives"], force["recall_direct"]["count"], force["recall_indirect"]["rate"]) == (
        1,
        1,
        None,
    )
    assert table["pooled"]["direct"]["of"] == 1 and table["clean_with_findings"]["count"] == 0
    assert list(table["by_group"]) == ["religion"] and table["clean_routed"]["of"] == 1


def test_a_line_that_is_no_labelled_post_is_named():
    with pytest.raises(ValueError, match="line 2 is no labelled post"):
        measuring.labelled(lines=["", '{"text": "x"}'])
