"""The resources of templates that have a policy of their own.

Source: CloudFormation template reference, the types named below.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from baseline.access.access_points import AccessPoint, access_points_of
from baseline.access.blocks import block_of
from baseline.access.lambda_permissions import permissions_of
from baseline.access.marks import listed, policy_of, text
from baseline.access.policy import Policy
from baseline.access.public import PublicAccessBlock
from baseline.template.estate import Estate
from baseline.template.value import Value

# Types whose policy is a property, at this path.
_OWN: dict[str, tuple[str, ...]] = {
    "AWS::Backup::BackupVault": ("AccessPolicy",),
    "AWS::DynamoDB::Table": ("ResourcePolicy", "PolicyDocument"),
    "AWS::ECR::Repository": ("RepositoryPolicyText",),
    "AWS::EFS::FileSystem": ("FileSystemPolicy",),
    "AWS::Events::EventBus": ("Policy",),
    "AWS::IAM::Role": ("AssumeRolePolicyDocument",),
    "AWS::KMS::Key": ("KeyPolicy",),
    "AWS::OpenSearchService::Domain": ("AccessPolicies",),
    "Custom::StoredKey": ("Policy",),  # of this project; see docs/adr/0014
}
# Types that are the policy of others: which property names those, and which is the document.
_OF_OTHERS = {
    "AWS::Kinesis::ResourcePolicy": ("ResourceArn", "ResourcePolicy"),
    "AWS::SNS::TopicInlinePolicy": ("TopicArn", "PolicyDocument"),
    "AWS::SNS::TopicPolicy": ("Topics", "PolicyDocument"),
    "AWS::SQS::QueueInlinePolicy": ("Queue", "PolicyDocument"),
    "AWS::SQS::QueuePolicy": ("Queues", "PolicyDocument"),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId", "ResourcePolicy"),
}


@dataclass(frozen=True)
class Guarded:
    """A resource that has a policy of its own.

    Attributes:
        arn: The ARN; requests on it or on what is below it (objects) meet the policy.
        policy: The policy.
        block: S3's Block Public Access.
        point: The access point that it is; then its bucket has to allow as well.
    """

    arn: str
    policy: Policy | None
    block: PublicAccessBlock = field(default_factory=PublicAccessBlock)
    point: AccessPoint | None = None

    def guards(self, resource: str) -> bool:
        """Whether the policy has a say on requests for this resource."""
        return resource == self.arn or (
            self.arn.startswith("arn:aws") and resource.startswith(f"{self.arn}/")
        )


def guarded_of(estate: Estate) -> tuple[Guarded, ...]:
    """Every resource that has a policy of its own, once."""
    found: dict[str, Guarded] = {}
    functions = [Guarded(arn, policy) for arn, policy in permissions_of(estate)]
    points = [Guarded(each.arn, each.policy, each.block, each) for each in access_points_of(estate)]
    for guarded in (*_buckets(estate), *points, *_with_own(estate), *_with_others(estate), *functions):
        before = found.get(guarded.arn)
        found[guarded.arn] = guarded if before is None else _merged(before, guarded)
    return tuple(found.values())


def _merged(one: Guarded, other: Guarded) -> Guarded:
    """A resource with two policies: all statements of both."""
    if one.policy is None or other.policy is None:
        return replace(one, policy=one.policy or other.policy)
    problems = (*one.policy.not_understood, *other.policy.not_understood)
    statements = (*one.policy.statements, *other.policy.statements)
    return replace(one, policy=Policy(one.policy.name, statements, problems))


def _with_own(estate: Estate) -> Iterator[Guarded]:
    for type_, path in _OWN.items():
        for resource in estate.resources(type_):
            if resource.get(*path) is not None:
                yield Guarded(text(resource.arn), policy_of(resource, *path))


def _with_others(estate: Estate) -> Iterator[Guarded]:
    for type_, (targets, document) in _OF_OTHERS.items():
        for resource in estate.resources(type_):
            for target in _targets(estate, listed(resource.get(targets))):
                yield Guarded(target, policy_of(resource, document))


def _targets(estate: Estate, values: Iterable[Value]) -> Iterator[str]:
    for each in values:
        resource = estate.resource(each)
        arn = resource.arn if resource else each
        if arn is not None:
            yield text(arn)


def _buckets(estate: Estate) -> Iterator[Guarded]:
    policies = {
        text(each.get("Bucket")): policy_of(each, "PolicyDocument")
        for each in estate.resources("AWS::S3::BucketPolicy")
    }
    for bucket in estate.resources("AWS::S3::Bucket"):
        policy = policies.pop(text(estate.attribute(bucket, "Ref")), None)
        yield Guarded(text(bucket.arn), policy, block_of(bucket))
    for name, policy in policies.items():
        yield Guarded(f"arn:aws:s3:::{name}", policy)
