"""All stacks of a landing zone, in one account and region."""

from collections.abc import Mapping

from aws_cdk import App, Tags

from baseline.settings.model import Settings
from baseline.stacks.composition import Composition
from baseline.stacks.fips import call_fips_endpoints

# How the CDK builds and checks templates; here and not in cdk.json, so that every way to synthesise agrees.
CONTEXT: Mapping[str, object] = {
    # What the CDK's own validation finds is an error, also when `cdk synth` is typed by hand.
    "@aws-cdk/core:validateAgainstDefaultRules": True,
    "@aws-cdk/core:strictCfnValidateErrors": True,
    # The CDK command line asks for these two; asking ourselves keeps templates the same without it.
    "aws:cdk:enable-path-metadata": True,
    "aws:cdk:enable-asset-metadata": True,
    # Traces would carry the paths of the machine into the assembly.
    "aws:cdk:disable-stack-trace": True,
    # Stated, so that the CDK does not ask: a stack whose values others use cannot be deleted before them.
    "@aws-cdk/core:defaultCrossStackReferences": "strong",
    # Told with the settings' section instead, by `limits`.
    "@aws-cdk/core:stackResourceLimit": 0,
}


def build(app: App, settings: Settings) -> dict[str, str]:
    """Put the stacks of a landing zone into an app; a stack that would be empty is left out.

    Args:
        app: The app, made with `CONTEXT`.
        settings: What is wanted.

    Returns:
        The names of the stacks, each with the section of the settings that fills it.

    Raises:
        SettingsError: Something is wanted that AWS would refuse.
    """
    sections = Composition(app, settings).sections
    if settings.fips:
        call_fips_endpoints(app)
    for key, value in settings.tags.items():
        Tags.of(app).add(key, value)
    return sections
