"""The pages of the watch room."""
