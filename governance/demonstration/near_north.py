"""Posts of the 18th District. The place is real; what is told of it, and the people, are invented."""

from governance.demonstration.piece import Ending, Piece, ago, before
from posts.models import Ground

BEAT_OFFICE = "Community policing office of the district"

PIECES: tuple[Piece, ...] = (
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(13, "11:00"),
        category="safety_tip",
        text="Out in River North tonight? Agree on a place to meet before the phones run dry, and on who takes whom "
        "home. Plans made at 8 work better than plans made at 2.",
        answers={"source": "Entertainment detail"},
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(12, "09:25"),
        category="good_news",
        text="Nine-year-old to our desk officer: can a police horse have a birthday? It can. Forty children sang, and "
        "the cake was carrots.",
        answers={"people_agreed": "nobody_named", "source": "Mounted unit"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(11, "14:10"),
        category="district_event",
        text="Beat 1812 meets on Wednesday at 7 p.m. at 1160 N. Larrabee. Lincoln Park neighbors asked about scooters "
        "on the sidewalk, so that comes first.",
        answers={"event_date": "{event}", "source": BEAT_OFFICE},
        event="wed",
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(10, "15:45"),
        category="safety_tip",
        text="Lock your bike through the frame and the back wheel, to something that is fixed to the ground. A lock "
        "through the front wheel keeps one front wheel.",
        answers={"source": "Bike theft count of the quarter"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(9, "18:30"),
        category="community_event",
        text="Basketball with officers at Stanton Park on Friday at 5 p.m., ages 10 to 15. Shoes and water are all you "
        "need. Losing team stacks the chairs.",
        answers={
            "run_by": "with_partner",
            "event_date": "{event}",
            "source": "Park supervisor and our youth officers",
        },
        event="fri",
        picture="basketball",
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(3, "10:15"),
        category="community_event",
        text="Getting loose and getting away: one of our officers teaches it at Stanton Park on Saturday at noon, ages "
        "16 and up. Come in sneakers, and leave the pepper spray at home.",
        answers={
            "run_by": "by_department",
            "event_date": "{event}",
            "source": "Youth officers of the district",
            "use_of_force": "no",
            "use_of_force_reason": "It is a course for residents. No officer used force.",
        },
        event="sat",
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(8, "12:35"),
        category="safety_tip",
        text="An apartment that is far too cheap, an owner who is abroad, a deposit by wire: three signs that the "
        "apartment is somebody else's. See it with your own eyes first.",
        answers={"source": "Financial crimes bulletin"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(7, "09:50"),
        category="good_news",
        text="The man who fell on the stairs at Oak Street is home. Two nurses on their way to work stayed with him "
        "until the ambulance came. We never got their names. Thank you.",
        answers={"people_agreed": "agreed", "source": "Beat 1833, and his daughter"},
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(6, "10:20"),
        category="arrest",
        text="A man, 41, is charged with theft after bicycles were taken from garages in Old Town. He is presumed "
        "innocent until a court decides. Nineteen bicycles wait for their owners.",
        answers={
            "charge_level": "felony",
            "charging_final_on": "{yesterday}",
            "document_reference": "JG-438-902",
            "open_case": "no",
            "known_protected": "no",
            "member_involved": "no",
            "notable": "no",
            "source": "Area Three detectives, case file",
        },
        ending=Ending.CORRECTED,
        first_text="The bicycle thief of Old Town is off the street, and nineteen bicycles wait for their owners. A "
        "charge is not proof of guilt.",
        said="Nobody is a thief before a court says so. Say what he is charged with.",
        ground=Ground.RULE,
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(5, "13:15"),
        category="safety_tip",
        text="Is one of the nineteen bicycles yours? Bring the serial number or a picture to 1160 N. Larrabee between "
        "9 a.m. and 8 p.m. The number is under the pedals.",
        answers={"source": "Property log"},
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(4, "11:55"),
        category="community_event",
        text="Two hours, one shoreline: help us pick up litter at North Avenue Beach on Sunday at 9 a.m. Gloves and "
        "bags are there, so is coffee.",
        answers={"run_by": "with_partner", "event_date": "{event}", "source": "Beach supervisor, by e-mail"},
        event="sun",
        picture="shoreline",
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=ago(3, "08:40"),
        category="safety_tip",
        text="The bridge at LaSalle goes up for boats at 10 a.m. and takes about twelve minutes. Clark and Wells stay "
        "down.",
        answers={"source": "Bridge office, by phone"},
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(2, "16:20"),
        category="safety_tip",
        text="Unlocked doors, bags on the seat, engine running at the curb while you run in for a coffee: give us two "
        "minutes and we will tell you about it.",
        answers={"source": "Foot patrol"},
        ending=Ending.RETURNED,
        said="The end leaves people guessing. Say in one sentence what to do instead.",
        ground=Ground.WORDING,
    ),
    Piece(
        unit="018",
        by="bell",
        when=ago(1, "10:35"),
        category="good_news",
        text="Ms. Adele T., 90, has watched Beat 1824 from her window since before any of us was born. Today she rode "
        "along for an hour and knew every doorway.",
        answers={"people_agreed": "agreed", "source": "Beat 1824, her letter of consent"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(240),
        category="safety_tip",
        text="Streets around Navy Pier are slow until 3 p.m. because of a film crew. The trolley runs; walking from "
        "Grand station takes twelve minutes.",
        answers={"source": "City film office notice"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(135),
        category="good_news",
        text="A left backpack at Chicago and State turned out to hold homework, a sandwich and a very worried hamster. "
        "All three are back with their owner.",
        answers={"people_agreed": "agreed", "source": "Beat 1834, property log"},
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(128),
        category="safety_tip",
        text="New bike racks stand on Wells between Division and Schiller. They are bolted into the ground, which is "
        "what a good lock needs.",
        answers={"source": "City transportation department, by e-mail"},
        ending=Ending.WAITS,
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(52),
        category="community_event",
        text="Learn to stop a bleed: a free two-hour class with the fire department on Tuesday at 6 p.m., 1160 N. "
        "Larrabee. Thirty seats, first come.",
        answers={"run_by": "with_partner", "event_date": "{event}", "source": BEAT_OFFICE},
        event="tue",
        ending=Ending.WAITS,
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(44),
        category="safety_tip",
        text="We have asked the owners along Hudson for their camera footage of Monday night. Did yours run? Call our "
        "desk. This is about an open case, so we say no more.",
        answers={"open_case": "yes", "source": "Area Three detectives"},
        ending=Ending.WAITS_FOR_COMMUNICATIONS,
        note="Area Three asked for it and read the text.",
    ),
    Piece(
        unit="018",
        by="kowalczyk",
        when=before(160),
        category="safety_tip",
        text="Wind off the lake today. Doors of parked cars swing into the bike lane on Clark: open yours with the far "
        "hand and you look back by yourself.",
        answers={"source": "Traffic section"},
        goes_out="07:50",
        ending=Ending.APPROVED,
    ),
)
