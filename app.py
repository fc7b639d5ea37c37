"""The CDK app, as the `cdk` command runs it: settings to stacks to templates."""

import os
import sys
from pathlib import Path

from baseline.command import DEFAULT_CONFIG, guarded
from baseline.node import use_bundled_node


def main() -> int:
    """Synthesise the file named by `-c config=...`, else by BASELINE_CONFIG, else the standard one."""
    use_bundled_node()
    from aws_cdk import App

    from baseline.settings.load import load
    from baseline.settings.stamp import stamp
    from baseline.stacks.landing_zone import CONTEXT, build
    from baseline.stacks.limits import refuse_what_is_too_large
    from baseline.template.assembly import read_assembly

    app = App(context=dict(CONTEXT), analytics_reporting=False)
    config = app.node.try_get_context("config") or os.environ.get("BASELINE_CONFIG") or DEFAULT_CONFIG
    settings = load(Path(config))
    sections = build(app, settings)
    assembly = app.synth()
    stamp(settings, Path(assembly.directory))
    refuse_what_is_too_large(settings, sections, read_assembly(Path(assembly.directory)))
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
