"""Which databases there are, as far as settings must know.

A test compares this with what the constructs build.
"""

from collections.abc import Mapping
from typing import Literal

EngineName = Literal["postgres", "mysql"]

VERSIONS: Mapping[str, tuple[str, ...]] = {"postgres": ("16", "17", "18"), "mysql": ("8.4",)}
DEFAULT_VERSIONS: Mapping[str, str] = {"postgres": "17", "mysql": "8.4"}
PORTS: Mapping[str, int] = {"postgres": 5432, "mysql": 3306}
WAREHOUSE_PORT = 5439
NFS_PORT = 2049
