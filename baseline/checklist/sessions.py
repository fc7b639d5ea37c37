"""What is left to people who let others log on to servers."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.compute import Compute
from baseline.settings.identity.model import Identity


def session_steps(compute: Compute, identity: Identity) -> Iterator[Step]:
    """Preferences that are in the way, tags that nobody else can set, users on the servers.

    Args:
        compute: The section.
        identity: Whose rights to start sessions depend on tags.
    """
    if compute.sessions is None:
        return
    key = "compute.sessions"
    yield Step(
        When.BEFORE,
        "Where `aws ssm describe-document --name SSM-SessionManagerRunShell` shows one, delete it with "
        "`aws ssm delete-document`.",
        "An account has one such document in a Region; where somebody made it before, the audit stack fails.",
        key,
    )
    for path, rights in identity.all_rights_by_path():
        if rights.start_sessions:
            tags = [f"{tag}={value}" for tag, value in rights.start_sessions.tags.items()]
            yield Step(
                When.AFTER,
                f"Put {', '.join(tags)} on the servers that {path[-1]} may log on to, by what deploys them.",
                "The tags decide who may log on, so nobody who may can set them.",
                ".".join(("identity", *path, "start_sessions")),
            )
    if compute.sessions.run_as:
        yield Step(
            When.AFTER,
            f"Make the user {compute.sessions.run_as} in the servers' image.",
            "A session for a user who is not there fails.",
            f"{key}.run_as",
        )
