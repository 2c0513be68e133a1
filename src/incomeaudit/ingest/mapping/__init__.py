"""A county's own headers, settled once in a file."""
