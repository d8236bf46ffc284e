"""Working together: stories, ideas, cadence, drafts that are ready, and templates."""
