"""Files for the tests, written by the programs and in the formats that clerks use."""
