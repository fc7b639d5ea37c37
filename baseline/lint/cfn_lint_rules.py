"""cfn-lint's rules, loaded by importing this; only the processes of engines do.

A process that imports this lives for seconds and its objects as long. So garbage is not collected, which took
a third of cfn-lint's time, and objects are not taken apart at the end, which took a third of a second more.
"""

import atexit
import gc
import os
from pathlib import Path

gc.disable()
atexit.register(os._exit, 0)

from cfnlint.api import ManualArgs  # noqa: E402  # what it makes is what must not be collected
from cfnlint.config import ConfigMixIn  # noqa: E402
from cfnlint.match import Match  # noqa: E402
from cfnlint.runner import Runner  # noqa: E402

_RUNNER = Runner(ConfigMixIn([]))


def matches(template: Path, region: str) -> list[Match]:
    """What cfn-lint objects to in a template."""
    _RUNNER.config = ConfigMixIn(["--template", str(template)], **ManualArgs(regions=[region]))
    return list(_RUNNER.run())
