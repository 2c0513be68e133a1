"""A second opinion: every check and target worked out row by row in plain Python, and held against the auditor."""
