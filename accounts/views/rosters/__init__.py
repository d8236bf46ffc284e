"""The doors of the rosters: the unit's page, what is sent, imports, the board, the calendar."""
