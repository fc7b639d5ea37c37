"""EC2 Image Builder, which builds nothing here. Source: Image Builder API reference."""

from baseline.rehearsal.emulator.kept.api import Kept, Members, Operation, Refused
from baseline.rehearsal.emulator.kept.shelf import Made, Shelf, arn


def _named(kind: str, member: str, *, versioned: bool = False) -> Made:
    def made(asked: Members) -> Members:
        path = f"{kind}/{asked['name']}" + (f"/{asked['semanticVersion']}" if versioned else "")
        # Of a component each build has a number of its own.
        path += "/1" if kind == "component" else ""
        return {member: arn("imagebuilder", path), "arn": arn("imagebuilder", path)}

    return made


_COMPONENTS = Shelf(
    "componentBuildVersionArn",
    made=_named("component", "componentBuildVersionArn", versioned=True),
    one="component",
)
_RECIPES = Shelf(
    "imageRecipeArn", made=_named("image-recipe", "imageRecipeArn", versioned=True), one="imageRecipe"
)
_SETTINGS = Shelf(
    "infrastructureConfigurationArn",
    made=_named("infrastructure-configuration", "infrastructureConfigurationArn"),
    one="infrastructureConfiguration",
    many="infrastructureConfigurationSummaryList",
)
_DISTRIBUTIONS = Shelf(
    "distributionConfigurationArn",
    made=_named("distribution-configuration", "distributionConfigurationArn"),
    one="distributionConfiguration",
    many="distributionConfigurationSummaryList",
)
_PIPELINES = Shelf(
    "imagePipelineArn",
    made=_named("image-pipeline", "imagePipelineArn"),
    one="imagePipeline",
    many="imagePipelineList",
)


def _create_component(asked: Members) -> Members:
    """Told is the version under the name that was asked."""
    return _COMPONENTS.create({**asked, "version": asked["semanticVersion"]})


def _create_recipe(asked: Members) -> Members:
    for used in asked.get("components", []):
        _COMPONENTS.found({"componentBuildVersionArn": used["componentArn"]})
    return _RECIPES.create({**asked, "version": asked["semanticVersion"]})


def _create_pipeline(asked: Members) -> Members:
    for member, shelf in _NEEDED.items():
        shelf.found({member: asked[member]})
    return _PIPELINES.create(asked)


_NEEDED = {
    "imageRecipeArn": _RECIPES,
    "infrastructureConfigurationArn": _SETTINGS,
    "distributionConfigurationArn": _DISTRIBUTIONS,
}


def _delete(member: str, shelf: Shelf) -> Operation:
    def operation(asked: Members) -> Members:
        if any(pipeline.get(member) == asked[member] for pipeline in _PIPELINES.matching({})):
            raise Refused("ResourceDependencyException", f"a pipeline needs {asked[member]}")
        return shelf.delete(asked)

    return operation


KEPT = (
    Kept(
        "imagebuilder",
        {
            "CreateComponent": _create_component,
            "GetComponent": _COMPONENTS.read,
            "DeleteComponent": _COMPONENTS.delete,
            "CreateImageRecipe": _create_recipe,
            "GetImageRecipe": _RECIPES.read,
            "DeleteImageRecipe": _delete("imageRecipeArn", _RECIPES),
            "CreateInfrastructureConfiguration": _SETTINGS.create,
            "GetInfrastructureConfiguration": _SETTINGS.read,
            "ListInfrastructureConfigurations": _SETTINGS.tell_all,
            "DeleteInfrastructureConfiguration": _delete("infrastructureConfigurationArn", _SETTINGS),
            "CreateDistributionConfiguration": _DISTRIBUTIONS.create,
            "GetDistributionConfiguration": _DISTRIBUTIONS.read,
            "ListDistributionConfigurations": _DISTRIBUTIONS.tell_all,
            "DeleteDistributionConfiguration": _delete("distributionConfigurationArn", _DISTRIBUTIONS),
            "CreateImagePipeline": _create_pipeline,
            "GetImagePipeline": _PIPELINES.read,
            "ListImagePipelines": _PIPELINES.tell_all,
            "DeleteImagePipeline": _PIPELINES.delete,
        },
    ),
)
