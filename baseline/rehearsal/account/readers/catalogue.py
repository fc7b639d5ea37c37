"""Service Catalog, and EC2 Image Builder."""

import json

from baseline.rehearsal.account.observed import (
    Api,
    Missing,
    Observed,
    Properties,
    Reader,
    capitalised,
    only,
    picked,
)


def _portfolio(api: Api, id_: str, _: Properties) -> Observed:
    found = api("servicecatalog").describe_portfolio(Id=id_)
    return Observed({**found["PortfolioDetail"], "Tags": found["Tags"]})


def _product(api: Api, id_: str, _: Properties) -> Observed:
    catalogue = api("servicecatalog")
    found = catalogue.describe_product_as_admin(Id=id_)
    summary = found["ProductViewDetail"]["ProductViewSummary"]
    versions = [
        {
            "Name": version["Name"],
            "Info": {
                "LoadTemplateFromURL": catalogue.describe_provisioning_artifact(
                    ProductId=id_, ProvisioningArtifactId=version["Id"]
                )["Info"]["TemplateUrl"]
            },
        }
        for version in found["ProvisioningArtifactSummaries"]
    ]
    told = {**picked(summary, "Name", "Owner"), "Description": summary["ShortDescription"]}
    return Observed({**told, "ProvisioningArtifactParameters": versions, "Tags": found["Tags"]})


def _launch_role(api: Api, id_: str, _: Properties) -> Observed:
    found = api("servicecatalog").describe_constraint(Id=id_)
    return Observed({**found["ConstraintDetail"], **json.loads(found["ConstraintParameters"])})


def _launch_rules(api: Api, id_: str, _: Properties) -> Observed:
    found = api("servicecatalog").describe_constraint(Id=id_)
    return Observed({**found["ConstraintDetail"], "Rules": found["ConstraintParameters"]})


def _principal(api: Api, _: str, wanted: Properties) -> Observed:
    portfolio = wanted["PortfolioId"]
    found = api("servicecatalog").list_principals_for_portfolio(PortfolioId=portfolio)["Principals"]
    arn = wanted["PrincipalARN"]
    return Observed({"PortfolioId": portfolio, **only([p for p in found if p["PrincipalARN"] == arn], arn)})


def _offer(api: Api, id_: str, wanted: Properties) -> Observed:
    found = api("servicecatalog").list_portfolios_for_product(ProductId=wanted["ProductId"])
    portfolios = [one["Id"] for one in found["PortfolioDetails"]]
    if wanted["PortfolioId"] not in portfolios:
        raise Missing(f"{id_} is offered in {portfolios}")
    return Observed(dict(wanted))


def _component(api: Api, id_: str, _: Properties) -> Observed:
    return _built(api("imagebuilder").get_component(componentBuildVersionArn=id_)["component"])


def _recipe(api: Api, id_: str, _: Properties) -> Observed:
    return _built(api("imagebuilder").get_image_recipe(imageRecipeArn=id_)["imageRecipe"])


def _infrastructure(api: Api, id_: str, _: Properties) -> Observed:
    found = api("imagebuilder").get_infrastructure_configuration(infrastructureConfigurationArn=id_)
    return _built(found["infrastructureConfiguration"])


def _distribution(api: Api, id_: str, _: Properties) -> Observed:
    found = api("imagebuilder").get_distribution_configuration(distributionConfigurationArn=id_)
    return _built(found["distributionConfiguration"])


def _pipeline(api: Api, id_: str, _: Properties) -> Observed:
    return _built(api("imagebuilder").get_image_pipeline(imagePipelineArn=id_)["imagePipeline"])


def _built(found: Properties) -> Observed:
    told = capitalised({name: value for name, value in found.items() if name != "tags"})
    return Observed({**told, "Tags": found.get("tags", {})}, {"Arn": found["arn"]})


READERS: dict[str, Reader] = {
    "AWS::ImageBuilder::Component": _component,
    "AWS::ImageBuilder::DistributionConfiguration": _distribution,
    "AWS::ImageBuilder::ImagePipeline": _pipeline,
    "AWS::ImageBuilder::ImageRecipe": _recipe,
    "AWS::ImageBuilder::InfrastructureConfiguration": _infrastructure,
    "AWS::ServiceCatalog::CloudFormationProduct": _product,
    "AWS::ServiceCatalog::LaunchRoleConstraint": _launch_role,
    "AWS::ServiceCatalog::LaunchTemplateConstraint": _launch_rules,
    "AWS::ServiceCatalog::Portfolio": _portfolio,
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation": _principal,
    "AWS::ServiceCatalog::PortfolioProductAssociation": _offer,
}
