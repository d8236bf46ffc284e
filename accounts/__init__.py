"""Who may act and from where: agencies, units, members, authority with dates, tours, outlet accounts, messages."""
