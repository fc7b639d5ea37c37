"""The section `identity`."""
