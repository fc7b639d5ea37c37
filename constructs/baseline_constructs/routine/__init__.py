"""Looks that somebody ought to take regularly."""
