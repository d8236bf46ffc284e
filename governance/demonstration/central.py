"""Posts of the 1st District. The place is real; what is told of it, and the people, are invented."""

from governance.demonstration.piece import Ending, Piece, ago, before
from posts.models import Ground

BEAT_OFFICE = "Community policing office of the district"

PIECES: tuple[Piece, ...] = (
    Piece(
        unit="001",
        by="tran",
        when=ago(13, "07:30"),
        category="safety_tip",
        text="Riding the train home? Put your phone in an inside pocket before the doors open. The moment at the "
        "platform is when most phones are grabbed in the Loop.",
        answers={"source": "Transit detail, monthly count"},
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(12, "13:00"),
        category="community_event",
        text="Story time with an officer: Saturday at 11 a.m. in the children's room of the library on State Street. "
        "Picture books, a siren to press, no sign-up.",
        answers={
            "run_by": "with_partner",
            "event_date": "{event}",
            "source": "Children's librarian, by e-mail",
        },
        event="sat",
        picture="library",
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(11, "10:45"),
        category="good_news",
        text="A visitor from Oslo left her camera on a bench in Grant Park. A jogger brought it to us and we mailed "
        "it. The newest picture on it is of her own front door.",
        answers={"people_agreed": "agreed", "source": "Property log, and a letter from Oslo"},
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(10, "19:05"),
        category="safety_tip",
        text="Parking downtown for a show? Take a picture of your level and row. We help find about ten lost cars a "
        "week, and every one was where it had been left.",
        answers={"source": "Foot patrol, weekly notes"},
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(9, "12:20"),
        category="district_event",
        text="Beat 113 meets on Tuesday at 6 p.m. at 1718 S. State. On the table: bike lanes on Dearborn, noise after "
        "shows, and whatever you bring.",
        answers={"event_date": "{event}", "source": BEAT_OFFICE},
        event="tue",
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(8, "09:00"),
        category="safety_tip",
        text="Three numbers to keep: 911 when it is happening now, 311 for the city, and our front desk for a "
        "question. We would rather answer one more than have you wonder.",
        answers={"source": "District desk"},
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(7, "11:10"),
        category="community_event",
        text="Blood drive in our community room on Friday from 9 a.m. to 3 p.m. Walk in, or bring a friend who needs a "
        "hand to hold. There will be cookies.",
        answers={"run_by": "with_partner", "event_date": "{event}", "source": BEAT_OFFICE},
        event="fri",
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(6, "08:15"),
        category="safety_tip",
        text="The lakefront path is closed at 31st Street for repairs until evening. The sidewalk beside it is open "
        "for walkers.",
        answers={"source": "Park district notice"},
        ending=Ending.TAKEN_DOWN,
        said="31st Street is not in our district, and the path there opened again at noon.",
        ground=Ground.NOT_OURS,
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(5, "16:30"),
        category="good_news",
        text="Students of Jones College Prep painted the wall of our waiting room: the skyline, with every window lit. "
        "Come in and look for your own.",
        answers={"people_agreed": "agreed", "source": "School beat officers"},
        picture="station_house",
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(4, "17:40"),
        category="safety_tip",
        text="Walking a dog after dark along Roosevelt? A small light on the collar shows both of you to drivers who "
        "turn.",
        answers={"source": "Traffic section"},
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(3, "10:30"),
        category="safety_tip",
        text="We hold 62 umbrellas, 19 left gloves and one tuba. Tell us what yours looks like at 1718 S. State, any "
        "day between 9 a.m. and 5 p.m.",
        answers={"source": "Property log"},
        ending=Ending.REFUSED,
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=ago(2, "15:55"),
        category="district_event",
        text="Open house at the district on Sunday, noon to 4 p.m. Sit in a patrol car, meet the horses, ask how a "
        "report is written.",
        answers={"event_date": "{event}", "source": "Commander's calendar"},
        event="sun",
    ),
    Piece(
        unit="001",
        by="tran",
        when=ago(1, "17:50"),
        category="safety_tip",
        text="Crossing at Michigan and Congress? Wait for the walk sign even when the street looks free: buses turn "
        "there on their own light.",
        answers={"source": "Traffic section, count at the crossing"},
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=before(96),
        category="safety_tip",
        text="Somebody at your door says they must read the meter? Ask for the card and call the number on your bill, "
        "not the one on the card. Let them wait outside.",
        answers={"source": "Beat 131 report of this week"},
        ending=Ending.WAITS,
    ),
    Piece(
        unit="001",
        by="tran",
        when=before(47),
        category="district_event",
        text="Beat 112 meets on Thursday at 6:30 p.m. in the lobby of the Harold Washington Library. Doors open at 6. "
        "Polish and Cantonese spoken.",
        answers={"event_date": "{event}", "source": BEAT_OFFICE},
        event="thu",
        ending=Ending.WAITS,
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=before(190),
        category="safety_tip",
        text="Window washers work above Wacker between Clark and LaSalle until 4 p.m. Use the north sidewalk and look "
        "for the tape.",
        answers={"source": "Building management, by phone"},
    ),
    Piece(
        unit="001",
        by="tran",
        when=before(55),
        category="safety_tip",
        text="Trains are full after tonight's show at the stadium. Let the first one go: the second is three minutes "
        "behind it and half empty.",
        answers={"source": "Transit detail"},
        goes_out="+95",
        ending=Ending.APPROVED,
    ),
    Piece(
        unit="001",
        by="dabrowski",
        when=before(205),
        category="community_event",
        text="Book collection at our front desk until Friday. Any age, any language, all pages in place. They go to "
        "the waiting rooms of the clinics on Canal Street.",
        answers={"run_by": "with_partner", "event_date": "{event}", "source": BEAT_OFFICE},
        event="fri",
        goes_out="08:15",
        ending=Ending.APPROVED,
    ),
    Piece(
        unit="001",
        by="tran",
        when=before(21),
        category="good_news",
        text="To the bus driver of the 146 who waited for a man with a walker: he told us about you, and",
        answers={},
        ending=Ending.DRAFT,
    ),
)
