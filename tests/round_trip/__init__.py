"""Rosters drawn at random, laid out at random and written in every format, for the round trip through the reader."""
