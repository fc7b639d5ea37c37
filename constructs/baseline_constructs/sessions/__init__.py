"""Sessions on servers through Session Manager."""
