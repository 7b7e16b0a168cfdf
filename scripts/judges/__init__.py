"""Checks of the mock providers and of the worker's signatures by foreign code."""
