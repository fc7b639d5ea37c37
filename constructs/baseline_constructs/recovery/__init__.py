"""Backups that outlive the account's masters."""
