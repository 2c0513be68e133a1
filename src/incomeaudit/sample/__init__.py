"""A made-up county with known mistakes: the workbook, and the list of what an audit must find in it.

The list comes from what was planted, never from an audit, and nothing here reads the policy packs.
"""

from incomeaudit.sample.make import SampleFiles, make_sample

__all__ = ["SampleFiles", "make_sample"]
