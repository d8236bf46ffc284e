"""The social networks behind one adapter. Plain Python: no Django, no database, no state of its own."""
