"""What the portal costs, measured against floors on the same machine (`make bench`)."""
