"""What moto lacks of Service Catalog: who may order what, under which constraints, and from which template.

Source: Service Catalog API reference.
"""

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, new_id

_PORTFOLIOS = Shelf("Id")
_PRODUCTS = Shelf("Id")
_OFFERED = Shelf("key", named_by={"PortfolioId": "PortfolioId", "ProductId": "ProductId"})
_ORDERING = Shelf(
    "key",
    many="Principals",
    named_by={"PortfolioId": "PortfolioId", "PrincipalARN": "PrincipalARN"},
)
_CONSTRAINTS = Shelf(
    "ConstraintId",
    made=lambda _: {"ConstraintId": new_id("cons-"), "Status": "AVAILABLE"},
    one="ConstraintDetail",
    many="ConstraintDetails",
    named_by={"Id": "ConstraintId", "PortfolioId": "PortfolioId", "ProductId": "ProductId"},
)


def _remember_portfolio(asked: Members, told: Members) -> Members:
    _PORTFOLIOS.put({**asked, "Id": told["PortfolioDetail"]["Id"]})
    return told


def _describe_portfolio(asked: Members, told: Members) -> Members:
    return {**told, "Tags": _PORTFOLIOS.found({"Id": asked["Id"]}).get("Tags", [])}


def _remember_product(asked: Members, told: Members) -> Members:
    _PRODUCTS.put({**asked, "Id": told["ProductViewDetail"]["ProductViewSummary"]["ProductId"]})
    return told


def _as_administrator(asked: Members) -> Members:
    product = _PRODUCTS.found({"Id": asked["Id"]})
    summary = {
        "ProductId": product["Id"],
        "Name": product["Name"],
        "Owner": product["Owner"],
        "ShortDescription": product.get("Description", ""),
        "Type": product["ProductType"],
    }
    artifact = product["ProvisioningArtifactParameters"]
    return {
        "ProductViewDetail": {"ProductViewSummary": summary, "Status": "AVAILABLE"},
        "ProvisioningArtifactSummaries": [{"Id": f"pa-{product['Id']}", "Name": artifact["Name"]}],
        "Tags": product.get("Tags", []),
    }


def _artifact(asked: Members) -> Members:
    product = _PRODUCTS.found({"Id": asked["ProductId"]})
    artifact = product["ProvisioningArtifactParameters"]
    detail = {"Id": f"pa-{product['Id']}", "Name": artifact["Name"], "Type": artifact["Type"]}
    url = artifact["Info"]["LoadTemplateFromURL"]
    return {"ProvisioningArtifactDetail": detail, "Info": {"TemplateUrl": url}, "Status": "AVAILABLE"}


def _offer(asked: Members) -> Members:
    _PORTFOLIOS.found({"Id": asked["PortfolioId"]})
    _PRODUCTS.found({"Id": asked["ProductId"]})
    return _OFFERED.create({**asked, "key": f"{asked['PortfolioId']}/{asked['ProductId']}"})


def _offering(asked: Members) -> Members:
    offered = _OFFERED.matching({"ProductId": asked["ProductId"]})
    return {"PortfolioDetails": [{"Id": one["PortfolioId"]} for one in offered]}


def _admit(asked: Members) -> Members:
    _PORTFOLIOS.found({"Id": asked["PortfolioId"]})
    return _ORDERING.create({**asked, "key": f"{asked['PortfolioId']}/{asked['PrincipalARN']}"})


def _constrain(asked: Members) -> Members:
    if not _OFFERED.matching({name: asked[name] for name in ("PortfolioId", "ProductId")}):
        raise Refused("ResourceNotFoundException", "the portfolio does not offer the product")
    return {**_CONSTRAINTS.create(asked), "ConstraintParameters": asked["Parameters"]}


def _constraint(asked: Members) -> Members:
    record = _CONSTRAINTS.found(asked)
    return {"ConstraintDetail": record, "ConstraintParameters": record["Parameters"], "Status": "AVAILABLE"}


def _withdraw(asked: Members) -> Members:
    if _CONSTRAINTS.matching({name: asked[name] for name in ("PortfolioId", "ProductId")}):
        raise Refused("ResourceInUseException", "a constraint still needs it")
    return _OFFERED.delete(asked)


def _in_use(asked: Members) -> Members | None:
    """A portfolio is emptied before it goes; what is empty is moto's to delete."""
    where = {"PortfolioId": asked["Id"]}
    if _OFFERED.matching(where) or _ORDERING.matching(where):
        raise Refused("ResourceInUseException", f"{asked['Id']} is not empty")
    return None


KEPT = (
    Kept(
        "servicecatalog",
        {
            "DeletePortfolio": _in_use,
            "DescribeProductAsAdmin": _as_administrator,
            "DescribeProvisioningArtifact": _artifact,
            "AssociateProductWithPortfolio": _offer,
            "ListPortfoliosForProduct": _offering,
            "DisassociateProductFromPortfolio": _withdraw,
            "AssociatePrincipalWithPortfolio": _admit,
            "ListPrincipalsForPortfolio": _ORDERING.tell_all,
            "DisassociatePrincipalFromPortfolio": _ORDERING.delete,
            "CreateConstraint": _constrain,
            "DescribeConstraint": _constraint,
            "ListConstraintsForPortfolio": _CONSTRAINTS.tell_all,
            "DeleteConstraint": _CONSTRAINTS.delete,
        },
        {
            "CreatePortfolio": _remember_portfolio,
            "DescribePortfolio": _describe_portfolio,
            "CreateProduct": _remember_product,
        },
    ),
)
