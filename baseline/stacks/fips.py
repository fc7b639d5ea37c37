"""Functions that speak to AWS through FIPS endpoints only."""

from aws_cdk import App
from aws_cdk import aws_lambda as lambda_


def call_fips_endpoints(app: App) -> None:
    """Have every function of the app, whoever made it, call FIPS endpoints.

    Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
    """
    for construct in app.node.find_all():
        if isinstance(construct, lambda_.CfnFunction):
            construct.environment = lambda_.CfnFunction.EnvironmentProperty(
                variables={"AWS_USE_FIPS_ENDPOINT": "true"}
            )
