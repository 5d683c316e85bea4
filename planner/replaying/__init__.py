"""Planning again month by month, held against what really happened.

Here live the truth and what is known of it in a month, the policies that are followed through it, and the
one ledger in which all of them are counted. No workbook is read here, and no equation is written.
"""
