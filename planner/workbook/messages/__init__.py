"""Findings, and every text they can have, in English and Japanese.

A text says what was found and what to do; place and column are put before it by ``planner.workbook.present``.
When a finding is due is known by ``reading`` and ``checks``, never here.
"""
