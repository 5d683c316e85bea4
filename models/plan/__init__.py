"""The plan as data, and the tree of scenarios with what events do on it.

Plain frozen records in plan months, plan currency and item units; no workbook, no model, no solver.
"""
