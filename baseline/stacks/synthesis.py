"""Settings to linted templates on disk. `use_bundled_node` must have been called before this is imported."""

from pathlib import Path

from aws_cdk import App

from baseline.lint.acknowledged import unacknowledged
from baseline.lint.cfn_lint import CfnLint
from baseline.lint.cloudformation_validate import CloudFormationValidate
from baseline.lint.finding import Engine, Finding
from baseline.lint.outcome import Outcome
from baseline.lint.processes import Processes
from baseline.lint.results import Results
from baseline.lint.run import lint
from baseline.settings.model import Settings
from baseline.settings.stamp import stamp
from baseline.stacks.landing_zone import CONTEXT, build
from baseline.stacks.limits import refuse_what_is_too_large
from baseline.stacks.publish import published
from baseline.template.assembly import StackTemplate, read_assembly


def synthesise(settings: Settings, *, out: Path) -> Outcome:
    """Build the landing zone, write its templates, and have every one of them examined.

    Args:
        settings: What is wanted.
        out: Where the cloud assembly goes; an older one there is replaced, once the new one is complete.

    Raises:
        SettingsError: AWS would refuse what is wanted; `out` is as it was.
        InputError: `out` holds something that is no cloud assembly.
    """
    with published(out) as draft:
        assembled(settings, draft)
    stacks = read_assembly(out)
    by_region = _by_region(stacks, settings.region)
    # What can be ordered is deployed by others, later, and is examined now.
    by_region[settings.region] += sorted(out.glob("*.product.template.json"))
    engines: dict[str, None] = {}
    findings: list[Finding] = []
    with Processes() as processes:
        for region, files in by_region.items():
            asked: list[Engine] = [
                CloudFormationValidate(region=region, processes=processes),
                CfnLint(region=region, processes=processes),
            ]
            findings += lint(files, engines=asked, results=Results())
            engines |= {f"{engine.name} {engine.version}": None for engine in asked}
    open_ = unacknowledged(sorted(findings), stacks)
    return Outcome(out, stacks, [*engines], [*by_region], open_)


def _by_region(stacks: list[StackTemplate], home: str) -> dict[str, list[Path]]:
    """The templates by the region that they are for, those of the file's own first."""
    found: dict[str, list[Path]] = {home: []}
    for stack in stacks:
        found.setdefault(stack.region or home, []).append(stack.file)
    return found


def assembled(settings: Settings, folder: Path) -> tuple[App, list[StackTemplate]]:
    """Write the templates of a landing zone; nobody has examined them yet.

    Args:
        settings: What is wanted.
        folder: Where the cloud assembly goes.

    Returns:
        The app, and the stacks in the order in which they are deployed.

    Raises:
        SettingsError: AWS would refuse what is wanted.
    """
    app = App(
        # The Node process keeps the working directory that it was started in.
        outdir=str(folder.resolve()),
        context=dict(CONTEXT),
        analytics_reporting=False,
        # `synthesise` asks the same engine, and only where its answer isn't known yet.
        builtin_cloud_formation_validation=False,
    )
    sections = build(app, settings)
    app.synth()
    stamp(settings, folder)
    stacks = read_assembly(folder)
    refuse_what_is_too_large(settings, sections, stacks)
    return app, stacks
