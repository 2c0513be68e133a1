"""Files to tables in which every value keeps its sheet, row and column."""
