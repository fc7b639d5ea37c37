"""How fast access is decided, proved and compared; printed, never asserted."""

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from baseline.access.aws_managed import aws_managed_documents, aws_managed_policy
from baseline.access.caller import Caller
from baseline.access.compare import more_permissive
from baseline.access.evaluator import Policies, decide
from baseline.access.request import Request
from baseline.guarantees.accounts import in_every_account
from baseline.guarantees.own import prove_own
from baseline.settings.load import load
from baseline.template.deployment import Deployment

_ROOT = Path(__file__).resolve().parent.parent
_AWS = "arn:aws:iam::aws:policy/"
_EVALUATIONS = 20_000
_PAIRS = 200


def evaluations() -> str:
    """Decisions a second of processor time: four of AWS's policies, read once; every request is new."""
    names = ("ReadOnlyAccess", "PowerUserAccess", "SecurityAudit", "AmazonEC2FullAccess")
    policies = Policies(identity=tuple(p for name in names if (p := aws_managed_policy(_AWS + name))))
    caller = Caller.of_arn("arn:aws:iam::111122223333:user/somebody")
    asked = (
        ("s3:GetObject", "arn:aws:s3:::bucket/key"),
        ("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/*"),
        ("iam:CreateUser", "arn:aws:iam::111122223333:user/x"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/x"),
    )
    keys = {"aws:SourceIp": ["192.0.2.1"], "aws:MultiFactorAuthPresent": ["true"]}
    requests = [Request(caller, *asked[index % 4], keys) for index in range(_EVALUATIONS)]
    start = time.process_time()
    for request in requests:
        decide(request, policies)
    return f"evaluations in a second of one core: {_EVALUATIONS / (time.process_time() - start):,.0f}"


def proofs(profile: str) -> str:
    """Processor seconds to read the golden templates of a profile and to prove its guarantees."""
    settings = load(_ROOT / "config" / f"{profile}.yaml")
    start = time.process_time()
    estates = in_every_account([_ROOT / "tests" / "golden" / profile], Deployment(region=settings.region))
    proved = prove_own(settings, estates)
    seconds = time.process_time() - start
    results = Counter(str(proof.verdict.result) for proof in proved)
    return f"{profile}.yaml: {dict(results)} in {seconds:.2f} s"


def comparisons() -> str:
    """Processor times of "is B more permissive than A" on random pairs of AWS's managed policies."""
    draw = random.Random(1)  # noqa: S311 # no secret: the same pairs each time
    names = sorted(aws_managed_documents())
    return _compared(
        "pairs of AWS's policies", ((draw.choice(names), draw.choice(names)) for _ in range(_PAIRS))
    )


def proved_comparisons() -> str:
    """The same on pairs of which most have to be proved: AWS's widest policies before random ones."""
    draw = random.Random(2)  # noqa: S311 # as above
    names = sorted(aws_managed_documents())
    wide = [f"{_AWS}{name}" for name in ("AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess")]
    return _compared(
        "pairs with a wide first one", ((draw.choice(wide), draw.choice(names)) for _ in range(_PAIRS))
    )


def _compared(what: str, pairs: Iterable[tuple[str, str]]) -> str:
    seconds, results = [], Counter[str]()
    for pair in pairs:
        first, second = ([policy] if (policy := aws_managed_policy(name)) else [] for name in pair)
        start = time.process_time()
        verdict = more_permissive(first, second)
        seconds.append(time.process_time() - start)
        results[str(verdict.result)] += 1
    median, slowest = statistics.median(seconds) * 1000, max(seconds)
    return f"{len(seconds)} {what}: {dict(results)}; median {median:.0f} ms, slowest {slowest:.2f} s"


if __name__ == "__main__":
    print(evaluations())
    print(proofs("standard"))
    print(proofs("whitepaper"))
    print(comparisons())
    print(proved_comparisons())
