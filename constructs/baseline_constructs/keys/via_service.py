"""How KMS names the service that uses a key on somebody's behalf."""

from aws_cdk import Aws


def via_service(service: str) -> str:
    """The value of `kms:ViaService` for a service of this region.

    One place for all policies, since a key policy and an identity policy that spell it differently allow
    nothing together. The suffix is the one that the CDK writes in every partition; nobody tried it in China.

    Args:
        service: As in the service's endpoint, such as `s3`.

    Source: KMS developer guide, "Services that support the kms:ViaService condition key".
    """
    return f"{service}.{Aws.REGION}.amazonaws.com"
