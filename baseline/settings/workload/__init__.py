"""The section `workload`."""
