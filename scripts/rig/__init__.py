"""Shared code of the scripts: starting programs, signing events, reading letters."""
