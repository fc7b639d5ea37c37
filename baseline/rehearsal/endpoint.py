"""Where the rehearsal deploys to."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from baseline.errors import EnvironmentFault, InputError


@dataclass(frozen=True)
class Endpoint:
    """An AWS account, emulated or not.

    Attributes:
        url: What every client of every service is pointed at.
        environment: The credentials and the region, as environment variables of child processes.
        ours: Whether it is the emulator that comes with the rehearsal, to which the manifest applies.
    """

    url: str
    environment: dict[str, str]
    ours: bool


AWS = "aws"


def credentials(url: str) -> dict[str, str]:
    """Of the environment, for another emulator or a sandbox account.

    Args:
        url: Of an emulator that answers for all services, or `aws` for AWS's own endpoints.

    Raises:
        InputError: It is neither.
        EnvironmentFault: The environment holds no credentials.
    """
    if url != AWS and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname):
        raise InputError(
            f'--endpoint: "{url}" is no URL such as http://localhost:4566; for AWS itself say aws'
        )
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE")
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    if "AWS_PROFILE" in found or {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} <= found.keys():
        return found
    raise EnvironmentFault(
        "--endpoint needs credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )


def elsewhere(url: str, region: str, own: dict[str, str]) -> Endpoint:
    """An account that is not the rehearsal's own emulator; `own` are its credentials."""
    where = addressed(url, region)
    if url == AWS:
        del where["AWS_ENDPOINT_URL"]
    return Endpoint(url, {**own, **where}, ours=False)


def addressed(url: str, region: str) -> dict[str, str]:
    """The environment variables that lead every AWS client to an endpoint, and none elsewhere."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        # A container's or a server's own credentials must never be looked for.
        "AWS_EC2_METADATA_DISABLED": "true",
    }
