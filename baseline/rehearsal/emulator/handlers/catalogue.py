"""Service Catalog: portfolios, products, who may order them, and with which role."""

import json
from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, without
from baseline.rehearsal.emulator.handlers.calls import Parameters, by_calls
from baseline.rehearsal.manifest import NotEmulated


def _create_product(properties: Properties, name: str) -> tuple[str, Attributes]:
    if len(properties["ProvisioningArtifactParameters"]) != 1:
        raise NotEmulated("the rehearsal's emulator knows products of one version")
    (artifact,) = properties["ProvisioningArtifactParameters"]
    made = call(
        "servicecatalog",
        "create_product",
        **without(properties, "ProvisioningArtifactParameters", "ReplaceProvisioningArtifacts"),
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={**artifact, "Type": "CLOUD_FORMATION_TEMPLATE"},
        IdempotencyToken=name,
    )
    id_ = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    return id_, {"ProductName": properties["Name"]}


def _delete_product(id_: str, _: Properties) -> None:
    call("servicecatalog", "delete_product", Id=id_)


def _constraint(type_: str, parameters: Any) -> Handler:
    def asked(properties: Properties, name: str) -> Parameters:
        where = {member: properties[member] for member in ("PortfolioId", "ProductId")}
        return {**where, "Type": type_, "Parameters": parameters(properties), "IdempotencyToken": name}

    return by_calls(
        "servicecatalog",
        create="create_constraint",
        asks=asked,
        id_=lambda answer, _: str(answer["ConstraintDetail"]["ConstraintId"]),
        delete="delete_constraint",
        names=lambda id_, _: {"Id": id_},
    )


HANDLERS = {
    "AWS::ServiceCatalog::CloudFormationProduct": Handler(_create_product, _delete_product),
    "AWS::ServiceCatalog::LaunchRoleConstraint": _constraint(
        "LAUNCH", lambda properties: json.dumps({"RoleArn": properties["RoleArn"]})
    ),
    "AWS::ServiceCatalog::LaunchTemplateConstraint": _constraint(
        "TEMPLATE", lambda properties: properties["Rules"]
    ),
    "AWS::ServiceCatalog::Portfolio": by_calls(
        "servicecatalog",
        create="create_portfolio",
        asks=lambda properties, name: {**properties, "IdempotencyToken": name},
        id_=lambda answer, _: str(answer["PortfolioDetail"]["Id"]),
        delete="delete_portfolio",
        names=lambda id_, _: {"Id": id_},
        gives=lambda answer: {"PortfolioName": answer["PortfolioDetail"]["DisplayName"]},
    ),
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation": by_calls(
        "servicecatalog",
        create="associate_principal_with_portfolio",
        asks=lambda properties, _: dict(properties),
        id_=lambda _, asked: f"{asked['PrincipalARN']}|{asked['PortfolioId']}",
        delete="disassociate_principal_from_portfolio",
        names=lambda _, properties: without(properties, "PrincipalType"),
    ),
    "AWS::ServiceCatalog::PortfolioProductAssociation": by_calls(
        "servicecatalog",
        create="associate_product_with_portfolio",
        asks=lambda properties, _: dict(properties),
        id_=lambda _, asked: f"{asked['ProductId']}|{asked['PortfolioId']}",
        delete="disassociate_product_from_portfolio",
        names=lambda _, properties: dict(properties),
    ),
}
