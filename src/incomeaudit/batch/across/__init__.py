"""What shows only when files are held against each other: people and households listed twice, households, villages and
townships that one file names and no other has."""
