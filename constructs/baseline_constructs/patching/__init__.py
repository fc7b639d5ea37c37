"""Servers and images with the newest patches."""
