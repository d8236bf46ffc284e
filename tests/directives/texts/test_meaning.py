"""The checks of meaning: what they notice, what they leave alone, and that no spelling hides a word."""

import re
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.texts import CHECKS, learning, read
from directives.texts.matching import book, families_named
from directives.texts.meaning import model, warm

DAY = date(2026, 11, 21)
WRITTEN_ON = re.compile(r"Written on (\w+ \d+): (.+)")
"""How the page of a check says when its example was written."""
CLASSES = {
    "race": "Keep those dirty Mexicans off our block. Wetbacks go home.",
    "color": "Too many brown people on the beach, you can only see his teeth.",
    "sex": "Women drivers are stupid, so stay home, ladies.",
    "gender_identity": "He is a man in a dress. There are only two genders.",
    "age": "These old geezers are senile and useless at the wheel.",
    "religion": "Muslims are terrorists and the infidels are not welcome.",
    "disability": "The retards from the short bus are crazy again.",
    "national_origin": "Illegals should go back to your country. Speak English.",
    "ancestry": "We got gypped. Gypsies are thieves, it is in their blood.",
    "sexual_orientation": "Faggots and dykes are perverts. Keep their pride parade away.",
    "marital_status": "Old maids and spinsters are bitter. She couldn't keep a husband.",
    "parental_status": "Welfare moms are lazy breeders popping out babies.",
    "military_status": "Those crazy vets are ticking time bombs.",
    "source_of_income": "Bums and welfare queens are lazy. Get a job.",
    "credit_history": "Deadbeats with bad credit are losers who never pay.",
    "criminal_history": "Convicts are animals. Ex-cons are trash.",
}


def noticed(text: str) -> set[str]:
    return {one.check for one in read(text=text, written_on=DAY).sightings}


@pytest.mark.parametrize("name", CLASSES)
def test_cpd_sm_ii_c_3_words_that_put_a_protected_class_down_are_noticed(name):
    assert "disparaging" in noticed(CLASSES[name])


@pytest.mark.parametrize(
    "text",
    [
        "An officer t\u200bas\u200bed a man near the bus stop.",
        "An 0fficer ta\u200bsed a man near the bus stop.",
        "An \u043effi\u0441er t\u0430sed a man near the bus stop.",
        "An officer t a s e d him near the bus stop.",
        "An officer \uff54\uff41\uff53\uff45\uff44 a man near the bus stop.",
        "An officer ta5ed a man near the bus stop.",
    ],
    ids=["no width", "no width and a digit", "look-alikes", "spaced", "wide", "digits"],
)
def test_no_spelling_hides_a_word(text):
    (one,) = [one for one in read(text=text, written_on=DAY).sightings if one.check == "use_of_force"][:1]
    assert one.sure and one.span is not None and text[slice(*one.span)] == one.words


LOOKS_LIKE = {
    "a": "\u0430\u0251",
    "e": "\u0435",
    "o": "\u043e\u03bf",
    "s": "\u0455",
    "i": "\u0456",
    "d": "\u0501",
}
UNSEEN = ("\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e", "\u0301")


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_mixture_of_look_alikes_and_marks_without_width_hides_a_word(data):
    """Each letter of the word may be another that looks like it, large or wide, with what nobody sees behind it."""
    word = "".join(
        data.draw(
            st.sampled_from([letter, letter.upper(), chr(ord(letter) + 0xFEE0), *LOOKS_LIKE.get(letter, "")])
        )
        + data.draw(st.sampled_from(["", "", *UNSEEN]))
        for letter in "tased"
    )
    text = f"An officer {word} a man near the bus stop."
    sure = [one for one in read(text=text, written_on=DAY).of("use_of_force") if one.sure]
    assert sure and sure[0].span is not None and text[slice(*sure[0].span)] == sure[0].words


@pytest.mark.parametrize(
    "text",
    [
        "The police were slow and rude. They should do better, and we said so.",
        "CPD lies.",
        "Police are corrupt, from the chief down to the rookies.",
        "The police are thugs in uniform.",
        "Cops are liars and lazy.",
        "Your captain is incompetent.",
        "La policía es una bola de rateros.",
    ],
)
def test_criticism_of_the_police_is_nobody_s_check(text):
    assert not {slug for slug in CHECKS if "critic" in slug or "reputation" in slug}
    assert not [one for one in read(text=text, written_on=DAY).sightings if one.sure]


INNOCENT = "Thank you to the neighbors who planted tulips in the park on Saturday. The soup was warm. "


@pytest.mark.parametrize(
    "text",
    [
        "Jews are greedy and dirty.",
        "Retards like that should stay home.",
        "No dirty Mexicans on our beach.",
        "Nigg3rs out of our park and off our beach.",
        "Asian drivers are dangerous. Keep your distance.",
        "Los judíos son tacaños.",
    ],
)
@pytest.mark.parametrize("times", [0, 1, 40, 150])
def test_cpd_sm_ii_c_3_no_innocent_text_around_it_takes_back_what_is_never_kind(text, times):
    found = read(text=INNOCENT * times + text, written_on=DAY).of("disparaging")
    assert any(one.sure for one in found)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("disparaging", "Muslims are not terrorists."),
        ("disparaging", "Jason Van Dyke was released from prison."),
        ("member_involved", "Officers arrested a man."),
        ("member_involved", "A woman was killed in a fire, officers said."),
        ("use_of_force", "Police responded to shots fired on Elm Street."),
        ("use_of_force", "Officers found a man shot in the alley. He is stable."),
        ("use_of_force", "Officer-involved soup contest on Thursday. Bring a spoon."),
        ("political", "A bike was stolen at Clinton and Lake."),
        ("political", "Doble a la derecha en la calle 26."),
        ("political", "A neighbor woke to the sound of glass breaking and called 911."),
        ("private_information", "A man was shot at Martin Luther King and 35th."),
        ("private_information", "If you are the victim of a crime, call the 19th District at 312-744-5983."),
    ],
)
def test_words_that_only_sound_like_it_are_left_alone(check, text):
    assert not [one for one in read(text=text, written_on=DAY).of(check) if one.sure]


def test_what_is_learnt_belongs_to_the_lessons():
    """`manage.py train_checks` makes the weights anew; until then a few posts may be newer than they are."""
    posts = learning.digests(learning.lessons())
    learnt = model().learnt
    assert sum(one in learnt for one in posts) > 0.9 * len(posts)
    assert len(learnt.intersection(posts)) > 0.9 * len(learnt)


def test_every_pattern_names_families_that_are_there():
    known = families_named()
    named = {
        name
        for patterns in book().patterns.values()
        for pattern in patterns
        for names, _ in pattern.parts
        for name in names
    }
    assert named <= known


@pytest.mark.parametrize("slug", CHECKS)
def test_every_check_tells_both_sides(slug):
    check = CHECKS[slug]
    assert check.title and check.looks_for and check.leaves_alone and check.finds and check.leaves


def day_of(named):
    return datetime.strptime(f"{named} 2026", "%B %d %Y").replace(tzinfo=UTC).date()


@pytest.mark.parametrize("slug", CHECKS)
def test_a_check_speaks_where_its_page_says_so_and_nowhere_else(slug):
    check = CHECKS[slug]
    for told in check.finds:
        dated = WRITTEN_ON.match(told)
        written_on = day_of(dated[1]) if dated else DAY
        assert read(text=dated[2] if dated else told, written_on=written_on).of(slug), told
    assert not [told for told in check.leaves if read(text=told, written_on=DAY).of(slug)]


ODD = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\u200b\u200d\u202e\u2066\ufe0f\U0001f468\U0001f469\U0001f467\u0430\u043e\u05d0\u0634aeo. #@1"
        ),
    ),
    max_size=400,
)


@given(text=ODD, times=st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_no_text_makes_a_check_fail(text, times):
    warm()
    long = (text * times)[:10_000]
    begun = time.process_time()
    reading = read(text=long, written_on=DAY)
    assert time.process_time() - begun < 2.5  # on a machine that is busy; a quiet one takes a tenth of it
    for one in reading.sightings:
        assert one.span is None or long[slice(*one.span)] == one.words


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("This is the man who robbed the store on Pulaski.", "guilt"),
        ("The evidence shows that she killed her neighbor.", "guilt"),
        ("Case closed. The man who set the fire is locked up.", "guilt"),
        ("Never trust a Muslim.", "disparaging"),
        ("Blacks commit all the crime.", "disparaging"),
    ],
)
def test_said_in_so_many_words_it_is_noticed(text: str, check: str) -> None:
    assert check in noticed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sunday's race causes parking problems on Clark.",
        "Races bring trouble for buses on Saturday, so leave early.",
        "Newcomers: bring your problems to our help desk.",
        "Here are the kids who shot hoops with Officer Diaz.",
        "These are the boys who held up our banner.",
        "This is the man who fixed our radiator.",
    ],
)
def test_the_same_words_about_friendly_things_are_left_alone(text: str) -> None:
    assert noticed(text) == set()
