"""What the words in angle brackets of the table of attempts stand for.

It names neither boto3 nor the templates' reader: `account/facts.py` finds the things in the account, and
`template_words.py` in the templates.
"""

from collections.abc import Mapping
from typing import Any

# Resources of the templates: the type, and a part of the construct's path.
DEPLOYED = {
    "uploads": ("AWS::S3::Bucket", "uploads"),
    "archive": ("AWS::S3::Bucket", "/Archive/"),
    "trail": ("AWS::CloudTrail::Trail", ""),
    "recorder": ("AWS::Config::ConfigurationRecorder", ""),
    "subnet": ("AWS::EC2::Subnet", "app"),
    "group": ("AWS::EC2::SecurityGroup", "app"),
    "server role": ("AWS::IAM::InstanceProfile", "web-server"),
    "break-glass": ("AWS::IAM::Role", "break-glass"),
    "volumes' key": ("AWS::KMS::Key", "/VolumesKey/"),
}
# Where no template makes a key for volumes, AWS's own does; nobody is asked for the right to use it.
FALLBACKS = {"volumes' key": "alias/aws/ebs"}
# Where no tier is called `app`, any other does.
ANY = ("subnet", "group")
# What an inventory calls the network that an account is born with.
BORN_WITH = "the network that the account was born with"
# Servers that a rehearsal adds, with the value of their tag ENV.
SERVERS = {"test server": "TEST", "production server": "PROD"}


class Absent(LookupError):
    """The landing zone has nothing that a word stands for."""


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """Parameters of a call with what the words in them stand for.

    Raises:
        Absent: A word stands for nothing here.
    """
    if isinstance(value, Mapping):
        return {name: filled(inner, words) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, words) for inner in value]
    if not (isinstance(value, str) and value.startswith("<")):
        return value
    word = value.strip("<>")
    if word not in words:
        raise Absent(f"this landing zone has no {word}")
    return words[word]
