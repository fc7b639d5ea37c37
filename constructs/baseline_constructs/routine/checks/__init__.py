"""What each look does: scripts that Systems Manager runs, each a file of its own.

A script gets its parameters as `events` and returns `Message`, the text that is mailed. Mail is not
encrypted, so a message says how many, and the output of the run says which (`Details`).
"""
