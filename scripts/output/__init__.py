"""Checks of what a build wrote: feeds, sitemaps, pages, structured data, headers."""
