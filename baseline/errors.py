"""The one error tree; only the command line and app.py catch it."""


class BaselineError(Exception):
    """Something the user can mend; its text says where, what and how.

    Attributes:
        exit_code: What the process exits with: 1 a gate failed, 2 the input is wrong, 3 the environment is.
    """

    exit_code = 1


class InputError(BaselineError):
    """The YAML file, or what it asks for, is wrong."""

    exit_code = 2


class EnvironmentFault(BaselineError):
    """The machine lacks something: Node, credentials, a writable folder."""

    exit_code = 3
