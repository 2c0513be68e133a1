"""Files to cells: everything that takes apart the bytes somebody sent.

It runs in a child process (``child.py``), so that a parser's crash, hang or hunger for memory ends the reading of that
one file. Nothing here imports Polars or anything that knows what a roster is.
"""
