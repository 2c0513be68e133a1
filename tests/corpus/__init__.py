"""Small files of every format and layout that clerks send, made by real writers."""
