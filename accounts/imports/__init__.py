"""Tables that an administrator uploads: read, checked row by row, and written when they confirm what was found."""
