"""CPD-SM.III.C.4.d: what tells about one private person is noticed; what is public is left alone."""

from datetime import date

import pytest

from directives.texts import read

WRITTEN = date(2026, 5, 14)

TELLS = [
    # numbers
    "Lost beagle on Troy. If you find him, call his mom at (773) 555-0119.",
    "Text the owner, Rosie, at 312.555.0187 if you want the couch back.",
    "El dueño del perro es don Chuy, su celular es 773-555-0144.",
    "Her number is seven seven three five five five zero one four two. Call and sing to her.",
    "Ask for Lenny at 773 555 0126, his cell is always on.",
    "SUV with plate BR 40 218 keeps blocking the hydrant on Elm.",
    "Placas EM 12 907: su coche tiene las luces prendidas.",
    "Found ID. DOB 04/12/1989, come and pick it up.",
    "La señora nació el 3 de mayo de 1951 y perdió su bolsa.",
    "Her social is 412-55-9087 and it was in the wallet.",
    "Whoever lost a passport, number 483920115, see the desk.",
    "Refer to JH-214 889 when you call about your neighbor.",
    "Write to the complainant at rosa.villegas88@gmail.com with what you saw.",
    # homes
    "The burglar victim lives at 2417 W. Farrow Ave. and is home alone all week.",
    "Stop by 5120 S Lorel, her house, and cheer her up after the attack.",
    "Search warrant served at 1633 N. Hollis St., apartment 2 this morning.",
    "La viejita que asaltaron vive en 3022 S Kolin. Llévenle pan.",
    "Visit the family of the boy at 841 E Dunmore Street tonight.",
    # names in a case
    "The victim, Harold Bemis, 71, is out of surgery.",
    "Thanks to our witness Lucía Barragán, who saw it all from her window.",
    "Complainant Joyce Tillery says the music starts at two.",
    "Teresa Quintero, mother of the boy who was shot, wants answers.",
    "La víctima es Norma Salcedo, de 34 años.",
    "El testigo Ramiro Ochoa dijo que corrieron hacia el norte.",
    "We took Mrs. Kaminski to detox again last night. Third time this month.",
    "Prayers for Denise on Talman, her chemo starts Monday.",
    "Eddie Navarro overdosed behind the store on Friday and two of us brought him back.",
    "Doña Lupita tiene demencia y se sale de noche.",
    # children
    "Kevin Marsh, 13, was caught tagging the viaduct.",
    "The 11-year-old arrested for the fight is a student at Grover Elementary.",
    "A 9-year-old girl from Hadley Academy was hit by her stepfather.",
    "The runaway, Tiana Woods, 16, was seen at her cousin's.",
    "El menor detenido por robo va a la escuela Primaria Juárez.",
    "Little Aiden cries at night since the robbery, says his grandmother on Loomis.",
    # nobody is named
    "Our caller lives right above the dry cleaner on Archer. Good ears.",
    "The witness works nights at the donut counter on Pulaski.",
    "The lady in the yellow bungalow next to the church was beaten again by her ex.",
    "You all know the guy with the three-legged dog who lives over the tavern. He's off his meds.",
    "The tip came from the barber with the chair by the window on 26th.",
    "The girl who bags at the corner store is pregnant and hiding from her father.",
    "He is in room 418 at the hospital, bring balloons.",
    "That family in the basement apartment behind the garage has no papers, so be kind.",
    "The kid who pitches for the Hornets, you know the one with the red glove, was abused at home.",
    "La señora del puesto de tamales de la 26 fue quien nos contó todo.",
    "La muchacha que vive arriba de la panadería tiene una orden de protección contra su ex.",
    "El vecino de la casa azul de la esquina volvió a tomar y golpeó a su esposa.",
    "La que denunció trabaja en la lavandería de la Pulaski.",
    "The boy next door to the firehouse lost his mom to an overdose.",
    "The widow on the third floor of the corner building is out of town until June.",
]

LEAVES = [
    "The advocate who helps after abuse at home is in on Thu 9-11. Bring your mother.",
    "The Silent Witness figures stand by the lobby window on Clark until Friday.",
    "Come and hear the survivor choir on the church steps on Pulaski.",
    "Beat meeting on 12/5 at the library. Open Sat 10-4.",
    "Questions? Call the 14th District CAPS office at 312-744-1290.",
    "Call 312-555-0100, our front desk, or 311. In an emergency call 911.",
    "Domestic violence hotline: 877-863-6338. You are not alone.",
    "Si necesita ayuda, llame a la línea al 877-863-6338.",
    "988 answers day and night. Talking helps.",
    "Tips go to Area Four detectives at 312-746-8253 or cpdtip.com.",
    "E-mail us at caps.007district@chicagopolice.org.",
    "Meet us at Lorimer Park Fieldhouse, 4921 W. Lorimer St., Saturday from 10 to 2.",
    "The town hall is at St. Bede Church, 3300 N. Alder Ave. Free parking.",
    "La reunión es en la biblioteca, 2450 S. Kedron Ave., a las 6 p.m.",
    "Shots fired in the 1200 block of N. Calder. Nobody was hurt.",
    "A woman, 34, was hit by a car in the 400 block of E. Marlow. She is stable.",
    "A 15-year-old boy was shot near 71st and Wabash. He is in good condition.",
    "Officer Dana Reyes talked a man off the bridge on Tuesday. We are proud of her.",
    "Congratulations to Sgt. Paul Wozniak, retiring after 31 years.",
    "Thank you, Alderman Luis Ortega, for the new bike racks.",
    "Mia Torres, 8, won our poster contest. Bravo!",
    "Felicidades a Camila Ríos, ganadora del premio de ensayo.",
    "MISSING: Walter Jenks, 79, last seen near Foster and Clark. Call Area Five detectives at 312-746-6554.",
    "Desaparecida: Rosa Treviño, 16 años, vista por última vez en la parada de Western. Llame al 911.",
    "If you live above a store, check your smoke alarm tonight.",
    "If someone you know is being abused at home, the advocate at our station listens.",
    "Victims of crime can ask for help with the rent. Our victim advocate explains how.",
    "Narcan training at the library, second floor, Thursday at six.",
    "Every third grader at Hadley Academy got a helmet from our bike team.",
    "The kids next door to our station painted us a mural.",
    "The lady who runs the flower stand on 26th gave every officer a rose. Gracias!",
    "The new coffee place next to the station is open. Say hi to the neighbors.",
    "Our oldest neighbor turned 100 today. Officers brought cake to the senior center.",
    "License plate stickers are due. The city clerk has evening hours.",
    "Free license plate frames and catalytic converter etching, 9 a.m. to 1 p.m.",
    "Autism awareness walk this Sunday in Horner Park.",
    "Blood drive at the station, room 101. Walk in.",
    "Detective Ana Morales spoke to the seniors about scams that begin with a call.",
    "Gracias a la maestra Elena y a sus alumnos por las tarjetas.",
    "Cooling center at 10 S. Kedzie Ave. is open until 9 p.m.",
    "Our softball team plays the firefighters. Pitcher: Officer Lynn Boyd.",
    "Beat 1423 meets at 6:30. Ask for the community sergeant.",
    "Chief Larry Price visited Roosevelt High School for career day.",
    "In memory of Officer Irene Castell, born 1960, end of watch May 14, 2003.",
    "Lock your car. Last month 40 cars were stolen in the district.",
    "La oficina de CAPS está en 1400 S. Arden, abierta de 9 a 5.",
    "Register your bike: bring the serial number and a photo.",
    "A family of ducks crossed Lake Shore Drive and our bike unit held the traffic.",
]


def _noticed(text):
    return read(text=text, written_on=WRITTEN).of("private_information")


@pytest.mark.parametrize("text", TELLS)
def test_cpd_sm_iii_c_4_d_what_tells_about_a_private_person_is_noticed(text):
    assert _noticed(text)


@pytest.mark.parametrize("text", LEAVES)
def test_cpd_sm_iii_c_4_d_what_is_public_is_left_alone(text):
    assert not _noticed(text)


def test_what_was_noticed_points_at_the_words_as_they_were_given():
    text = "🐕 Found! Call his mom at 773-555-0119."
    (found,) = _noticed(text)
    assert text[slice(*found.span)] == found.words == "773-555-0119"


def test_look_alike_letters_hide_no_telephone_and_no_name():
    assert _noticed("Call h\u0456s m\u043em at 773\u200b-555-0119")
    assert _noticed("The v\u0456ctim is H\u200barold Bemis, 71.")
