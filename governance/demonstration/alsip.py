"""Posts of the small second agency, whose rules ask for a supervisor only in some cases."""

from governance.demonstration.piece import Ending, Piece, ago, before

PIECES: tuple[Piece, ...] = (
    Piece(
        unit="PAT",
        by="vance",
        when=ago(6, "09:00"),
        category="announcement",
        text="The front desk closes at 5 p.m. on Friday for new floors and is open again on Monday at 7 a.m. The phone "
        "is answered all weekend.",
        answers={"source": "Building supervisor"},
    ),
    Piece(
        unit="PAT",
        by="vance",
        when=ago(2, "07:10"),
        category="traffic",
        text="Pulaski is down to one lane at 123rd Street until 2 p.m. for tree work. Cicero is clear.",
        answers={"source": "Public works, by radio"},
    ),
    Piece(
        unit="PAT",
        by="vance",
        when=before(33),
        category="information_request",
        text="Did you see a white van with a ladder on 115th Street on Sunday evening? Call our desk, day or night.",
        answers={"open_case": "yes", "source": "Detective on the case"},
        ending=Ending.WAITS,
    ),
    Piece(
        unit="PAT",
        by="vance",
        when=before(12),
        category="recruitment",
        text="Two crossing guards wanted for the",
        answers={},
        ending=Ending.DRAFT,
    ),
)
