"""A network of our own that speaks X's API: training ground and test bench. Nothing leaves this machine."""
