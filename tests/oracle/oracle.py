"""The oracle: a roster in, everything that an audit of it must say out.

Written from the clauses and the definitions of the fields, row by row, with decimals: it shares no code, no
condition and no figure with the program.
"""

from tests.oracle.household_rules import household_verdicts
from tests.oracle.place_rules import place_verdicts, target_verdicts
from tests.oracle.roster import Roster
from tests.oracle.verdicts import Verdicts


def consult(roster: Roster) -> Verdicts:
    """Every check by code, every target by code, place and year."""
    return Verdicts({**household_verdicts(roster), **place_verdicts(roster)}, target_verdicts(roster))
