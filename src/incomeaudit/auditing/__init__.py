"""The audit: place and year of rows, what is in force, one plan a table, outcomes, findings and targets."""
