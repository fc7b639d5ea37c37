"""The right to order what a portfolio holds."""

from aws_cdk import aws_iam as iam

from baseline_constructs.identity.permission import Permission

_ORDERING = (
    *("DescribeProduct", "DescribeProductView", "DescribeProvisioningParameters", "ListLaunchPaths"),
    *("ListPortfoliosForProduct", "ProvisionProduct", "SearchProducts"),
)
_OWN = (
    *("DescribeProvisionedProduct", "DescribeRecord", "ListRecordHistory", "ScanProvisionedProducts"),
    *("SearchProvisionedProducts", "TerminateProvisionedProduct", "UpdateProvisionedProduct"),
)


def ordering() -> Permission:
    """Order products of portfolios that the group is in, and see, change and remove what one ordered oneself.

    Which products these are is said where the portfolio is.

    Source: https://docs.aws.amazon.com/servicecatalog/latest/adminguide/controlling_access.html
    """
    return Permission(
        [
            iam.PolicyStatement(
                sid="Order", actions=[f"servicecatalog:{call}" for call in _ORDERING], resources=["*"]
            ),
            iam.PolicyStatement(
                sid="KeepWhatOneOrdered",
                actions=[f"servicecatalog:{call}" for call in _OWN],
                resources=["*"],
                conditions={"StringEquals": {"servicecatalog:userLevel": "self"}},
            ),
        ],
        {"Resource::*": "a product has no id before it is made, and the portfolio says who may order it"},
    )
