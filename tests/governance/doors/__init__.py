"""Who may go through which door: the table, the people and things it is tried with, and how an answer is read."""
