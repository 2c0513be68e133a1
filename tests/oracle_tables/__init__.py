"""The oracle of the checks that look beyond one row: several tables, intervals of days, sums."""
