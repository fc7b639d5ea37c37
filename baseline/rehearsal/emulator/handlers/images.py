"""EC2 Image Builder."""

from typing import Any

from baseline.rehearsal.emulator.handler import Handler, Properties
from baseline.rehearsal.emulator.handlers.calls import by_calls, lowered_but_tags


def _asked(properties: Properties, name: str) -> dict[str, Any]:
    asked = {**lowered_but_tags({"Name": name, **properties}), "clientToken": name}
    if "version" in asked:
        asked["semanticVersion"] = asked.pop("version")
    return asked


def _made(kind: str, arn: str) -> Handler:
    """One kind of thing, and the member that identifies it."""
    return by_calls(
        "imagebuilder",
        create=f"create_{kind}",
        asks=_asked,
        id_=lambda answer, _: str(answer[arn]),
        delete=f"delete_{kind}",
        names=lambda id_, _: {arn: id_},
        gives=lambda answer: {"Arn": answer[arn]},
    )


HANDLERS = {
    "AWS::ImageBuilder::Component": _made("component", "componentBuildVersionArn"),
    "AWS::ImageBuilder::DistributionConfiguration": _made(
        "distribution_configuration", "distributionConfigurationArn"
    ),
    "AWS::ImageBuilder::ImagePipeline": _made("image_pipeline", "imagePipelineArn"),
    "AWS::ImageBuilder::ImageRecipe": _made("image_recipe", "imageRecipeArn"),
    "AWS::ImageBuilder::InfrastructureConfiguration": _made(
        "infrastructure_configuration", "infrastructureConfigurationArn"
    ),
}
