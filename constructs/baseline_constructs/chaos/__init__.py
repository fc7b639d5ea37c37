"""Failures on purpose, within limits."""
