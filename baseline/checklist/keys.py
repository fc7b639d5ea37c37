"""What is left to people who keep keys."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.encryption import Encryption


def key_steps(encryption: Encryption, *, name: str) -> Iterator[Step]:
    """What comes before the first deployment can be whole, and what keeps data readable.

    Args:
        encryption: The section.
        name: The landing zone's name.
    """
    if encryption.keys == "imported":
        yield Step(
            When.BEFORE,
            f"Deploy {name}-foundation alone, import material into each of its keys {name}/volumes, "
            f"{name}/storage and {name}/workload, then deploy the rest.",
            "A key without material encrypts nothing, and what needs it cannot be made.",
            "encryption.keys",
        )
    if encryption.cloudhsm:
        yield from _hsm_steps(name, encryption.cloudhsm.secret)
    if encryption.external:
        yield Step(
            When.BEFORE,
            f"Put the proxy's credential into the secret {encryption.external.secret}, as JSON with "
            "accessKeyId and secretAccessKey.",
            "No settings file and no template holds it.",
            "encryption.external",
        )
    if encryption.keys in ("imported", "cloudhsm", "external"):
        yield Step(
            When.REGULARLY,
            "Every year: rotate the keys of volumes, buckets and the workload by hand, and try whether their "
            "backup works.",
            "KMS neither rotates nor keeps what it did not make.",
            "encryption.keys",
        )


def _hsm_steps(name: str, secret: str) -> Iterator[Step]:
    """Source: https://docs.aws.amazon.com/kms/latest/developerguide/create-keystore.html."""
    yield Step(
        When.BEFORE,
        f"Deploy {name}-foundation, {name}-network and {name}-hsm; add two modules, initialise and activate "
        "the cluster, and make its user kmsuser.",
        "Whoever does that holds the modules, so no template can. A key store needs two of them.",
        "encryption.cloudhsm",
    )
    yield Step(
        When.BEFORE,
        f"Put the password of kmsuser into the secret {secret}, then deploy the rest.",
        "No settings file and no template holds it; KMS changes the password when it connects.",
        "encryption.cloudhsm",
    )
