"""Finds in the templates what the words of the table of attempts stand for."""

from collections.abc import Iterator

from baseline.access.account import Account, plain
from baseline.rehearsal.home import Home
from baseline.rehearsal.iam_questions import Surroundings
from baseline.rehearsal.words import ANY, DEPLOYED, FALLBACKS, SERVERS
from baseline.template.deployment import Deployment
from baseline.template.estate import Estate
from baseline.template.template import Resource

# What a rehearsal finds in the account or adds to it; no template knows the ids.
_ELSEWHERE = {"foreign subnet": "subnet-elsewhere", "foreign group": "sg-elsewhere"}
_ADDED = {"image": "ami-any", **{server: f"i-{tag.lower()}" for server, tag in SERVERS.items()}}

_RULES = ("BucketEncryption", "ServerSideEncryptionConfiguration")


class TemplateWords:
    """The words, and what IAM knows of the things that they stand for.

    Args:
        estate: The templates.
        account: What they make of an account.
        home: Where they are deployed to.

    Attributes:
        known: What each word stands for: a name or id, symbolic where CloudFormation makes it. A word whose
            resource the templates do not have is absent.
    """

    def __init__(self, estate: Estate, account: Account, home: Home) -> None:
        self._estate = estate
        self._account = account
        self._home = home
        self._resources = {word: found for word in DEPLOYED if (found := self._find(word))}
        self.known = {
            **_ELSEWHERE,
            **_ADDED,
            **FALLBACKS,
            **{w: self._id(r) for w, r in self._resources.items()},
        }
        if "uploads" in self.known:
            self.known["uploads that it only reads"] = self.known["uploads"]
        if "break-glass" in self._resources:
            self.known["break-glass"] = str(plain(self._resources["break-glass"].arn))

    def surroundings(self, region: str | None) -> Surroundings:
        """What IAM knows when a region is called; None for that of the templates."""
        vpcs = dict.fromkeys(_ELSEWHERE.values(), "vpc-elsewhere")
        for word in ("subnet", "group"):
            if word in self._resources:
                vpcs[self.known[word]] = str(plain(self._resources[word].get("VpcId")))
        return Surroundings(
            partition=str(Deployment(region=self._home.region).pseudo("AWS::Partition", "")),
            account=self._account.id,
            region=region or self._home.region,
            vpcs=vpcs,
            tags={self.known[server]: {"ENV": tag, "rehearsal": "yes"} for server, tag in SERVERS.items()},
            keys=dict(self._bucket_keys()),
            volume_keys=self._volume_keys(),
            passed=self._passed(),
        )

    def _find(self, word: str) -> Resource | None:
        type_, part = DEPLOYED[word]
        found = list(self._estate.resources(type_))
        named = [one for one in found if part in str(one.metadata.get("aws:cdk:path", ""))]
        return next(iter(named or (found if word in ANY else [])), None)

    def _id(self, resource: Resource) -> str:
        return str(plain(self._estate.attribute(resource, "Ref")))

    def _bucket_keys(self) -> Iterator[tuple[str, str]]:
        """Of a key that no template makes by itself, nobody here knows the policy; it is not asked about."""
        for bucket in self._estate.resources("AWS::S3::Bucket"):
            key = self._estate.resource(
                bucket.get(*_RULES, 0, "ServerSideEncryptionByDefault", "KMSMasterKeyID")
            )
            if key and key.type == "AWS::KMS::Key":
                yield self._id(bucket), str(plain(key.arn))

    def _volume_keys(self) -> dict[str, str]:
        """The key of volumes, where the templates make one."""
        key = self._resources.get("volumes' key")
        return {self._id(key): str(plain(key.arn))} if key else {}

    def _passed(self) -> dict[str, str]:
        """The role of each instance profile."""
        roles = {self._id(role): str(plain(role.arn)) for role in self._estate.resources("AWS::IAM::Role")}
        return {
            self._id(profile): roles[str(plain(profile.get("Roles", 0)))]
            for profile in self._estate.resources("AWS::IAM::InstanceProfile")
        }
