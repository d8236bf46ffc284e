"""What people type into the pages of the posts room, read without trusting any of it."""
