"""What is left to people who run applications."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.workload.model import Workload


def workload_steps(workload: Workload) -> Iterator[Step]:
    """Certificates, names, accounts in databases, and secrets that others chose."""
    for name, balancer in workload.load_balancers.items():
        key = f"workload.load_balancers.{name}"
        yield Step(
            When.BEFORE,
            f"See that the certificate {balancer.certificate} is issued, in this account and Region.",
            "A load balancer takes no other.",
            key,
        )
        yield Step(
            When.AFTER, f"Point a DNS name of yours at the load balancer {name}.", "The domain is yours.", key
        )
    for name in workload.databases:
        yield Step(
            When.AFTER,
            f"In the database {name}, make users that sign in with IAM, each with the rights that it needs.",
            "What lies inside a database is not CloudFormation's. Applications should not use the master "
            "user.",
            f"workload.databases.{name}",
        )
    for name, secret in workload.secrets.items():
        if secret.rotate_days:
            yield Step(
                When.AFTER,
                f"Have both sides of {name} read it from Secrets Manager, and take the previous value too "
                "for as long as the other side may still have it.",
                f"It changes every {secret.rotate_days} days, and nobody else is told.",
                f"workload.secrets.{name}",
            )
            continue
        yield Step(
            When.AFTER,
            f"Put the value into the secret {name}, where somebody else chose it.",
            "Secrets Manager made a random one; a value in a file would be no secret.",
            f"workload.secrets.{name}",
        )
