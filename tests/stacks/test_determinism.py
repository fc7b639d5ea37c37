"""The same YAML gives the same bytes: on another day, in another folder, with another hash seed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys, time
from pathlib import Path
from baseline.node import use_bundled_node
use_bundled_node()
if sys.argv[3] != "now":
    time.time = lambda: float(sys.argv[3])
from aws_cdk import App
from baseline.settings.load import load
from baseline.stacks.landing_zone import CONTEXT, build
app = App(outdir=sys.argv[2], context=dict(CONTEXT), analytics_reporting=False,
          builtin_cloud_formation_validation=False)
build(app, load(Path(sys.argv[1])))
app.synth()
"""


def _assembly(folder: Path, *, seed: str, day: str) -> dict[str, bytes]:
    """Synthesise a copy of the profile in `folder`, which is also the working directory."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "config" / "standard.yaml", folder / "copy.yaml")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland" if seed == "2" else "UTC"}
    command = [sys.executable, "-c", CODE, "copy.yaml", str(folder / "out"), day]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return {file.name: file.read_bytes() for file in sorted((folder / "out").iterdir())}


def test_two_syntheses_give_the_same_bytes(tmp_path: Path) -> None:
    one = _assembly(tmp_path / "one", seed="1", day="now")
    two = _assembly(tmp_path / "deeper" / "two", seed="2", day="4102444800")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
