"""Packs as files: what is read, named and told apart."""

from pathlib import Path

import pytest

from directives.model import NO_TRAINING
from directives.pack import EARLIER, NoSuchPack, PackErrors, available, load_pack, load_version, parse_pack
from tests.directives.small_pack import PACK


def test_an_error_reads_as_one_line(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(PACK.replace('"always"', '"sometimes"'), encoding="utf-8")
    with pytest.raises(PackErrors, match=r"^mine\.toml:8: settings\.approval_mode: must be one of"):
        load_pack(path)


def test_the_packs_that_come_along_are_known_by_name():
    assert available() == ("alsip", "chicago")
    for name in available():
        assert load_pack(name).slug == name


@pytest.mark.parametrize("name", ["gotham", "", "../chicago", "chicago.toml"])
def test_a_pack_that_does_not_exist_is_said_so(name):
    with pytest.raises(NoSuchPack):
        load_pack(name)


def test_the_digest_follows_the_content_and_not_the_spelling(tmp_path: Path):
    one = parse_pack(file="a.toml", source=PACK)
    assert parse_pack(file="b.toml", source="# a note\n" + PACK.replace(" = ", "=")).digest == one.digest
    assert parse_pack(file="a.toml", source=PACK.replace('"Tip"', '"Hint"')).digest != one.digest


def test_a_choice_can_be_switched_off_without_touching_its_clause():
    source = PACK.replace('sentence = "Name the source."', 'on = false\nsentence = "Name the source."')
    pack = parse_pack(file="small.toml", source=source)
    assert pack.rule(id="source").on is False and pack.clause(id="S.1") is not None


def test_an_agency_that_adopted_an_earlier_version_keeps_it():
    earlier = load_pack(EARLIER / "chicago-2020-12-01.1.toml")
    assert load_version("chicago", digest=earlier.digest).version == "2020-12-01.1"
    assert load_version("chicago", digest=load_pack("chicago").digest).version == "2020-12-01.7"
    with pytest.raises(NoSuchPack):
        load_version("chicago", digest="0" * 64)


def test_the_two_departments_differ_where_their_directives_do(chicago, alsip):
    """The settings of the last table of the clauses: CPD-TW.V.B.2, APD-1021.3.GUIDELINES, APD-1021.5.1."""
    assert (chicago.settings.approval_mode, alsip.settings.approval_mode) == ("always", "if-nonconforming")
    assert (chicago.settings.public_posting, alsip.settings.public_posting) == ("on", "off")
    assert (chicago.settings.use_of_force, alsip.settings.use_of_force) == ("stop", "somebody")
    assert (chicago.version, alsip.version) == ("2020-12-01.7", "2025-03-06.5")


def test_the_topics_of_training_are_those_of_each_directive(chicago, alsip):
    """CPD-TW.V.C.1, APD-1021.8; who works under a version of before needs none."""
    assert [topic.key for topic in chicago.training.topics] == ["portal"]
    assert [topic.key for topic in alsip.training.topics] == [
        "legal",
        "privacy",
        "civil_rights",
        "dissemination",
        "retention",
    ]
    earlier = load_pack(EARLIER / "alsip-2025-03-06.2.toml")
    assert earlier.training == NO_TRAINING


def test_the_twitter_directive_goes_before_the_general_one_and_state_law_before_both(chicago):
    """CPD-TW.VI"""
    twitter, general, law = (
        chicago.directive_of(clause=id) for id in ("CPD-TW.VI", "CPD-SM.III.C.4.b", "ILCS-5-140-2.15")
    )
    assert law.outranks(twitter) and twitter.outranks(general)
    assert not twitter.outranks(law) and not twitter.outranks(twitter)
    assert twitter.ranked_by == "CPD-TW.VI"


@pytest.mark.parametrize("name", sorted(path.name for path in EARLIER.glob("*.toml")))
def test_an_earlier_version_knows_the_directives_of_its_clauses(name):
    pack = load_pack(EARLIER / name)
    assert {directive.id for directive in pack.directives} == {one.directive for one in pack.clauses}


def test_each_rule_cites_a_clause_of_its_pack_and_each_clause_says_what_keeps_it(chicago, alsip):
    for pack in (chicago, alsip):
        cited = {rule.clause for rule in pack.rules} | {pack.attestation.clause, pack.training.clause}
        cited |= {directive.ranked_by for directive in pack.directives}
        assert cited - {""} <= {clause.id for clause in pack.clauses}
        assert not [clause.id for clause in pack.clauses if clause.id not in cited and not clause.enforced_by]


def test_an_office_chooses_from_fewer_kinds_than_a_district(chicago):
    """CPD-TW.III.B"""
    keys = [category.key for category in chicago.categories_for(unit_kind="office")]
    assert "district_event" not in keys and "safety_tip" in keys
