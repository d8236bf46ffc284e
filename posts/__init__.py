"""What is said: drafts, revisions, the approval workflow, publishing, stops and takedown."""
