"""What Ref and Fn::GetAtt give for resources whose ARN follows from their name.

So `!GetAtt Bucket.Arn` and `arn:aws:s3:::${Bucket}` are the same value. A type or an attribute that is not
here gives a symbol, which is right and says less.

Source: "Return values" of each type in the CloudFormation template reference; the ARN formats are those of
the Service Authorization Reference.
"""

from collections.abc import Callable
from dataclasses import dataclass

from baseline.template.value import Origin, Symbol, Unknown, Value, concatenated


@dataclass(frozen=True)
class _Kind:
    """How a type's name and ARN hang together.

    Attributes:
        arn: The ARN behind the partition; {path} and {name} are filled in.
        named_by: The property that sets the name; "" where AWS always makes it.
        ref: What Ref gives: "name", "arn" or something else ("other").
        arn_attribute: Which attribute is the ARN.
        suffix: Whether AWS puts something random behind the name.
    """

    arn: str
    named_by: str
    ref: str = "name"
    arn_attribute: str = "Arn"
    suffix: bool = False


_KINDS = {
    "AWS::Backup::BackupVault": _Kind(
        "backup:{r}:{a}:backup-vault:{name}", "BackupVaultName", arn_attribute="BackupVaultArn"
    ),
    "AWS::CloudTrail::Trail": _Kind("cloudtrail:{r}:{a}:trail/{name}", "TrailName"),
    "AWS::CodeBuild::Project": _Kind("codebuild:{r}:{a}:project/{name}", "Name"),
    "AWS::DynamoDB::Table": _Kind("dynamodb:{r}:{a}:table/{name}", "TableName"),
    "AWS::ECR::Repository": _Kind("ecr:{r}:{a}:repository/{name}", "RepositoryName"),
    "AWS::ECS::Cluster": _Kind("ecs:{r}:{a}:cluster/{name}", "ClusterName"),
    "AWS::EFS::FileSystem": _Kind("elasticfilesystem:{r}:{a}:file-system/{name}", ""),
    "AWS::Events::EventBus": _Kind("events:{r}:{a}:event-bus/{name}", "Name"),
    "AWS::IAM::Group": _Kind("iam::{a}:group{path}{name}", "GroupName"),
    "AWS::IAM::InstanceProfile": _Kind("iam::{a}:instance-profile{path}{name}", "InstanceProfileName"),
    "AWS::IAM::ManagedPolicy": _Kind(
        "iam::{a}:policy{path}{name}", "ManagedPolicyName", ref="arn", arn_attribute="PolicyArn"
    ),
    "AWS::IAM::Role": _Kind("iam::{a}:role{path}{name}", "RoleName"),
    "AWS::IAM::User": _Kind("iam::{a}:user{path}{name}", "UserName"),
    "AWS::KMS::Key": _Kind("kms:{r}:{a}:key/{name}", ""),
    "AWS::Kinesis::Stream": _Kind("kinesis:{r}:{a}:stream/{name}", "Name"),
    "AWS::Lambda::Function": _Kind("lambda:{r}:{a}:function:{name}", "FunctionName"),
    "AWS::Logs::LogGroup": _Kind("logs:{r}:{a}:log-group:{name}:*", "LogGroupName"),
    "AWS::OpenSearchService::Domain": _Kind("es:{r}:{a}:domain/{name}", "DomainName"),
    "AWS::S3::AccessPoint": _Kind("s3:{r}:{a}:accesspoint/{name}", "Name"),
    "AWS::S3::Bucket": _Kind("s3:::{name}", "BucketName"),
    "AWS::SNS::Topic": _Kind("sns:{r}:{a}:{name}", "TopicName", ref="arn", arn_attribute="TopicArn"),
    "AWS::SQS::Queue": _Kind("sqs:{r}:{a}:{name}", "QueueName", ref="other"),
    "AWS::SecretsManager::Secret": _Kind(
        "secretsmanager:{r}:{a}:secret:{name}", "Name", ref="arn", arn_attribute="Id", suffix=True
    ),
    "AWS::StepFunctions::StateMachine": _Kind(
        "states:{r}:{a}:stateMachine:{name}", "StateMachineName", ref="arn"
    ),
    # The keys that this project's own function makes outside of KMS (docs/adr/0014).
    "Custom::StoredKey": _Kind("kms:{r}:{a}:key/{name}", ""),
}


# Attributes that are the property of the same name.
_AS_WRITTEN = {("AWS::EC2::VPC", "CidrBlock"), ("AWS::EC2::Subnet", "CidrBlock")}


@dataclass(frozen=True)
class Subject:
    """A resource as far as its identity goes.

    Attributes:
        stack: The stack's name.
        logical_id: Its key in the template.
        type: Its CloudFormation type.
        property: Gives a resolved property, None where it is absent.
        pseudo: Gives a pseudo-parameter.
    """

    stack: str
    logical_id: str
    type: str
    property: Callable[[str], Value]
    pseudo: Callable[[str], Value]


def attribute_of(subject: Subject, attribute: str) -> Value:
    """The value of Ref (`attribute` "Ref") or Fn::GetAtt on a resource."""
    kind = _KINDS.get(subject.type)
    if kind is None:
        written = subject.property(attribute) if (subject.type, attribute) in _AS_WRITTEN else None
        return _symbol(subject, attribute) if written is None else written
    if attribute in (kind.arn_attribute, "Arn") or (attribute == "Ref" and kind.ref == "arn"):
        return _arn(kind, subject)
    if attribute == "Ref" and kind.ref == "name":
        return _name(kind, subject)
    return _symbol(subject, attribute)


def arn_of(subject: Subject) -> Value:
    """The ARN that policies name the resource by; None for a type that this module does not know.

    A log group's is the one without `:*` behind it.
    """
    kind = _KINDS.get(subject.type)
    return None if kind is None else _arn(kind, subject, star=False)


def _arn(kind: _Kind, subject: Subject, *, star: bool = True) -> Value:
    values = {
        "r": subject.pseudo("AWS::Region"),
        "a": subject.pseudo("AWS::AccountId"),
        "path": subject.property("Path") or "/",
        "name": _name(kind, subject),
    }
    pattern = kind.arn if star else kind.arn.removesuffix(":*")
    pieces: list[Value] = ["arn:", subject.pseudo("AWS::Partition"), ":"]
    for piece in pattern.replace("{", "\0{").replace("}", "\0").split("\0"):
        pieces.append(values[piece[1:]] if piece.startswith("{") else piece)
    if kind.suffix:
        pieces += ["-", _symbol(subject, "Suffix")]
    return concatenated(pieces)


def _name(kind: _Kind, subject: Subject) -> Value:
    """The name that the template gives, else the one that AWS will make."""
    given = subject.property(kind.named_by) if kind.named_by else None
    if given is None:
        return _symbol(subject, "Ref" if kind.ref == "name" else "Name")
    return Unknown("a name that is a list or mapping") if isinstance(given, list | dict) else given


def _symbol(subject: Subject, attribute: str) -> Symbol:
    return Symbol(Origin.RESOURCE, subject.stack, subject.logical_id, attribute)
