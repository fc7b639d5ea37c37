"""What people may order for themselves, made as the landing zone makes it."""

import json
from collections.abc import Callable, Sequence

from aws_cdk import Aws, CfnResource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_servicecatalog as servicecatalog
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.catalog.products import Product
from baseline_constructs.identity import arns

Making = Callable[[servicecatalog.ProductStack], Product]


class Portfolio(Construct):
    """Products for some groups: hardened templates, each with a role that makes nothing else.

    Members order and remove; they get no right to make such a thing in any other way. Service Catalog makes
    it with the product's role, and refuses what the product's rules do not allow. A product's template is
    an asset, which `cdk deploy` publishes.

    Args:
        name: The portfolio's name; begins those of products.
        making: For each product what fills its template.
        groups: Names of IAM groups of this account that may order.

    Source:
        https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html
        https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-template-rules.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        making: dict[str, Making],
        groups: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        self._name = name
        self.resource = servicecatalog.CfnPortfolio(
            self,
            "Resource",
            display_name=name,
            provider_name=name,
            description="What members may order for themselves",
        )
        for word, make in making.items():
            self._product(word, make)
        for group in groups:
            servicecatalog.CfnPortfolioPrincipalAssociation(
                self,
                f"Group-{group}",
                portfolio_id=self.resource.ref,
                principal_arn=arns.iam(f"group/{group}"),
                principal_type="IAM",
            )

    def _product(self, word: str, make: Making) -> None:
        stack = servicecatalog.ProductStack(self, word, analytics_reporting=False)
        product = make(stack)
        source = servicecatalog.CloudFormationTemplate.from_product_stack(stack).bind(self)
        version = servicecatalog.CfnCloudFormationProduct.ProvisioningArtifactPropertiesProperty
        made = servicecatalog.CfnCloudFormationProduct(
            self,
            f"Product-{word}",
            name=f"{self._name}-{word}",
            owner=self._name,
            description=product.describes,
            provisioning_artifact_parameters=[
                version(name="current", info={"LoadTemplateFromURL": source.http_url})
            ],
            replace_provisioning_artifacts=True,
        )
        inside = servicecatalog.CfnPortfolioProductAssociation(
            self, f"In-{word}", portfolio_id=self.resource.ref, product_id=made.ref
        )
        self._constrain(word, product, made, inside)

    def _constrain(
        self,
        word: str,
        product: Product,
        made: servicecatalog.CfnCloudFormationProduct,
        inside: CfnResource,
    ) -> None:
        """A constraint is on a product in a portfolio, so the product must be there first."""
        role = self._role(word, product)
        both = {"portfolio_id": self.resource.ref, "product_id": made.ref}
        launched = servicecatalog.CfnLaunchRoleConstraint(
            self, f"Role-{word}-Only", role_arn=role.attr_arn, **both
        )
        launched.add_resource_dependency(inside)
        if product.rules:
            narrowed = servicecatalog.CfnLaunchTemplateConstraint(
                self, f"Rules-{word}", rules=json.dumps(product.rules), **both
            )
            narrowed.add_resource_dependency(inside)

    def _role(self, word: str, product: Product) -> iam.CfnRole:
        role = iam.CfnRole(
            self,
            f"Role-{word}",
            description=f"Service Catalog makes what members order: {product.name}",
            assume_role_policy_document=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        principals=[iam.ServicePrincipal("servicecatalog.amazonaws.com")],
                        actions=["sts:AssumeRole"],
                    )
                ]
            ),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="make",
                    policy_document=iam.PolicyDocument(statements=[*_stacks(), *product.rights]),
                )
            ],
        )
        acknowledge(role, {**_STACK_REASONS, **product.reasons})
        return role


_STACK_REASONS = {
    "IAMNoInlinePolicy": "The policy fits this one product and goes with it.",
    "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:"
    "stack/SC-<AWS::AccountId>-*]": "Service Catalog makes up the end of a stack's name.",
    "AwsSolutions-IAM5[Resource::*]": "A template that is looked at belongs to no stack yet, Service Catalog "
    "keeps it in a bucket of its own, and describing knows no resources.",
}


def _stacks() -> list[iam.PolicyStatement]:
    stacks = f"arn:{Aws.PARTITION}:cloudformation:{Aws.REGION}:{Aws.ACCOUNT_ID}:stack/SC-{Aws.ACCOUNT_ID}-*"
    calls = ("CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStacks", "SetStackPolicy")
    return [
        iam.PolicyStatement(
            sid="RunStacks",
            actions=[f"cloudformation:{call}" for call in (*calls, "UpdateStack")],
            resources=[stacks],
        ),
        iam.PolicyStatement(
            sid="ReadTemplates",
            actions=["cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate"],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="FetchTemplates",
            actions=["s3:GetObject"],
            resources=["*"],
            conditions={"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}},
        ),
    ]
