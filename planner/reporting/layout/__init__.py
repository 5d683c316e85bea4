"""Colours, fonts, and pages laid out for people; knows no figures."""
