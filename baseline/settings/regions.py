"""The regions of AWS and how many availability zones each has.

`regions.json` is cfn-lint's `AVAILABILITY_ZONES`, counted; a test fails when the installed cfn-lint differs.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from baseline.settings.text import one_of

ZONES_BY_REGION: Mapping[str, int] = json.loads(Path(__file__).with_name("regions.json").read_text("utf-8"))

Region = Annotated[str, one_of(tuple(ZONES_BY_REGION), "region")]
