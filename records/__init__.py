"""What is kept: self-contained records, given as plain values."""
