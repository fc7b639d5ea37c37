"""The section `network`."""
