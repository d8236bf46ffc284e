"""Posts of the 14th District. The place is real; what is told of it, and the people, are invented."""

from governance.demonstration.piece import Ending, Piece, ago, before
from posts.models import Ground

BEAT_OFFICE = "Community policing office of the district"
ARREST = {
    "charge_level": "felony",
    "charging_final_on": "{yesterday}",
    "open_case": "no",
    "known_protected": "no",
    "member_involved": "no",
    "notable": "no",
    "source": "Area Five detectives, case file",
}

PIECES: tuple[Piece, ...] = (
    Piece(
        unit="014",
        by="reyes",
        when=ago(13, "09:10"),
        category="safety_tip",
        text="Before you go to bed, walk to the garage and try the side door. It takes one minute, and an open side "
        "door is how most garages here were entered last month.",
        answers={"source": "Beat 1413 report of last month"},
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(12, "16:40"),
        category="district_event",
        text="Beat 1413 meets on Thursday at 6:30 p.m. in the community room at 2150 N. California. Tell us what you "
        "see on your block. The coffee is on us.",
        answers={"event_date": "{event}", "source": BEAT_OFFICE},
        event="thu",
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(11, "15:20"),
        category="good_news",
        text="Thank you to the crossing guards at Armitage and Kedzie, who saw four hundred children safely over the "
        "street this week. Give them a wave when you walk by.",
        answers={"people_agreed": "nobody_named", "source": "School beat officers"},
        picture="school_crossing",
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(10, "08:05"),
        category="safety_tip",
        text="Selling something online? Meet the buyer in our lobby at 2150 N. California. It is open day and night, "
        "and there is a camera above the door.",
        answers={"source": "District desk"},
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(9, "11:30"),
        category="community_event",
        text="Bring your bike to Palmer Square on Saturday between 10 a.m. and 1 p.m. We engrave a number on the frame "
        "and help you register it, at no cost.",
        answers={"run_by": "by_department", "event_date": "{event}", "source": BEAT_OFFICE},
        event="sat",
        picture="bicycles",
        lent_days=5,
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(8, "10:00"),
        category="arrest",
        text="A man, 34, is charged with burglary after three garages near Palmer Square were entered. He is presumed "
        "innocent until a court decides. To report a break-in, call 911.",
        answers=ARREST | {"document_reference": "JG-441-207"},
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(7, "17:15"),
        category="good_news",
        text="A neighbor on Wabansia found an envelope with two weeks' rent in it and walked it to our desk. The owner "
        "has it back. Thank you, neighbor.",
        answers={"people_agreed": "agreed", "source": "District desk, property log"},
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(6, "13:05"),
        category="good_news",
        text="Our softball team beat the firefighters nine to four. Better luck next year, hose crew.",
        answers={"people_agreed": "nobody_named", "source": "Was there"},
        ending=Ending.REJECTED,
        said="Well played, and funny. This account is for residents, though: put it on the board in the squad room.",
        ground=Ground.NOT_OURS,
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(5, "09:40"),
        category="safety_tip",
        text="Going away for some days? Ask a neighbor to take in the mail and move the bins. A house that looks lived "
        "in is the best lock there is.",
        answers={"source": "Community policing handbook"},
        ending=Ending.WITHDRAWN,
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(5, "14:20"),
        category="safety_tip",
        text="Lost a bicycle this year? Thirty-one stand among the recovered property at our station, and nobody has "
        "asked for them. Bring the number from the frame and see.",
        answers={
            "source": "District desk, property log",
            "shows_evidence": "no",
            "evidence_reason": "Found on the street and claimed by nobody. None belongs to a case.",
        },
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(4, "16:00"),
        category="safety_tip",
        text="Sewer work blocks Fullerton between Kedzie and Sacramento this morning. Diversey moves better. Buses "
        "wait at the next corner.",
        answers={"source": "City street department, by phone"},
        goes_out="07:45",
        ending=Ending.MISSED,
        said="The street department says it may start a day later. I am calling them.",
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(3, "18:25"),
        category="safety_tip",
        text="A caller says your grandchild is in trouble and needs gift cards? Hang up, then call your grandchild. "
        "No police officer and no court is paid in gift cards.",
        answers={"source": "Financial crimes bulletin"},
    ),
    Piece(
        unit="014",
        by="reyes",
        when=ago(2, "12:10"),
        category="safety_tip",
        text="Packages at the door: ask for a delivery window, use a pickup locker, or ask a neighbor who is home. "
        "Leave the note for the driver inside the app, not on the door.",
        answers={"source": "Beat 1432 report"},
        ending=Ending.UNKNOWN,
    ),
    Piece(
        unit="014",
        by="ortega",
        when=ago(1, "14:30"),
        category="community_event",
        text="Live music on the Bloomingdale Trail on Sunday afternoon. Come by bike: the streets around it fill up "
        "early.",
        answers={
            "run_by": "somebody_else",
            "who_allowed": "Cmdr. Okafor, this week",
            "event_date": "{event}",
            "source": "Poster at the trail",
        },
        event="sun",
        ending=Ending.RETURNED,
        said="Say who runs it and where on the trail people meet: it is almost three miles long.",
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(150),
        category="safety_tip",
        text="Left your car on a street with cleaning signs? Look at the date on the sign, not on the one across the "
        "street: the two sides are cleaned on different days.",
        answers={"source": "City street department, its website"},
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(75),
        category="community_event",
        text="Coffee with your beat officers on Wednesday from 8 to 10 a.m. in the field house at Holstein Park. No "
        "agenda, no microphone. Bring a question or just a cup.",
        answers={"run_by": "by_department", "event_date": "{event}", "source": BEAT_OFFICE},
        event="wed",
        ending=Ending.WAITS,
        note="The park has said yes to the room, Tuesday by phone.",
    ),
    Piece(
        unit="014",
        by="ortega",
        when=before(64),
        category="safety_tip",
        first_text="Thefts from cars are up. Do not be a victim.",
        text="Take everything out of your car at night, the charger cable too. A clean seat is not worth a broken "
        "window.",
        answers={"source": "Beat 1421 report of this week"},
        ending=Ending.WAITS_AGAIN,
        said="Tell people what to do. As it stands it sounds as if it were their fault.",
        comment="Much better. I would name the hour: nearly all of it happens after midnight.",
        proposal="Take everything out of your car before midnight, the charger cable too. A clean seat is not worth "
        "a broken window.",
    ),
    Piece(
        unit="014",
        by="ortega",
        when=before(58),
        category="district_event",
        text="Beat 1423 meets Thursday at 6:30 p.m. in the library on North Avenue. Bring what you see on your block: "
        "a dark lamp, a loud corner, a good idea.",
        answers={"event_date": "{event}", "source": BEAT_OFFICE},
        event="thu",
        ending=Ending.WAITS,
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(49),
        category="community_event",
        text="Winter coat drive on Saturday, 10 a.m. to 1 p.m., at the 14th District station, 2150 N. California Ave. "
        "Bring a clean coat or pick one up. Hats are sponsored by a hardware store nearby.",
        answers={
            "run_by": "by_department",
            "event_date": "{event}",
            "source": "Community policing office, event sheet",
            "advertises": "yes",
            "advert_allowed": "Lt. Marek, by phone",
        },
        event="sat",
        ending=Ending.WAITS,
        note="The flyer at the front desk has the same hours.",
        picture="coat_drive",
    ),
    Piece(
        unit="014",
        by="ortega",
        when=before(33),
        category="good_news",
        text="Thank you to the third graders who drew thank-you cards for the crossing guards on Wabansia. They hang "
        "in our hall now, all forty of them.",
        answers={"people_agreed": "nobody_named", "source": "School office, letter of this week"},
        ending=Ending.WAITS,
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(21),
        category="safety_tip",
        text="A caller says your grandchild needs bail, and wants gift cards? Hang up. Call your grandchild. No police "
        "officer and no court takes gift cards.",
        answers={"source": "Financial crimes section, bulletin 26-41"},
        ending=Ending.WAITS,
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(38),
        category="arrest",
        text="A woman, 28, is charged with identity theft after neighbors in Bucktown found bank cards opened in their "
        "names. She is presumed innocent until a court decides.",
        answers=ARREST | {"document_reference": "JG-447-118"},
        ending=Ending.WAITS_FOR_COMMUNICATIONS,
    ),
    Piece(
        unit="014",
        by="ortega",
        when=before(130),
        category="safety_tip",
        text="Fog on the way to work? Turn your lights on by hand. With the daytime ones alone the back of your car "
        "stays dark.",
        answers={"source": "Traffic section"},
        goes_out="07:30",
        ending=Ending.APPROVED,
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(110),
        category="safety_tip",
        text="Milwaukee Avenue is closed between California and Western until 6 p.m. for a water main. The 56 bus goes "
        "around. Walk your bike on the sidewalk there.",
        answers={"source": "City water department, by phone"},
        goes_out="+320",
        ending=Ending.STOPPED,
        said="The water department has moved the work. I am waiting for the new day.",
    ),
    Piece(
        unit="014",
        by="reyes",
        when=before(9),
        category="safety_tip",
        text="Planning a block party? Three things to settle before you ask for the permit:",
        answers={},
        ending=Ending.DRAFT,
    ),
)
