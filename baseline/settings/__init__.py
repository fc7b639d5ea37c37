"""The YAML file without AWS: read it, refuse what is wrong with it, and hand over typed settings."""
