"""What people type into the pages of the accounts room, read without trusting any of it."""
