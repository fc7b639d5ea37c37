"""Scripts that Systems Manager runs, one for each remedy. Each is a file of its own and imports no other."""
