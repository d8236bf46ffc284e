"""Every form of the portal as its pages hold it, and what is typed into it that nobody expects."""
