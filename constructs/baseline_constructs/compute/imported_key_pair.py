"""A key pair whose private half has never been in the cloud."""

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

_ACCEPTED = ("ssh-ed25519", "ssh-rsa")


class ImportedKeyPair(Construct):
    """The public half of a key pair, for the first logon; AWS never has, makes or stores the private half.

    Args:
        name: The key pair's name.
        public_key: In OpenSSH's notation, `ssh-ed25519` or `ssh-rsa`.

    Raises:
        ValueError: `public_key` is no public key in that notation.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, public_key: str) -> None:
        super().__init__(scope, id_)
        # Without material CloudFormation would have EC2 make both halves and keep the private one.
        if public_key.split(" ")[0] not in _ACCEPTED:
            raise ValueError("a key pair takes a public key in OpenSSH's notation")
        self.resource = ec2.CfnKeyPair(
            self,
            "Resource",
            key_name=name,
            public_key_material=public_key,
            tags=[CfnTag(key="Name", value=name)],
        )
