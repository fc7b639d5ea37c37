"""Which failures of a call count as a refusal: only those that tell of permission."""

import pytest
from botocore.exceptions import ClientError

from baseline.rehearsal.account.personas import code, refused


def _error(code_: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code_, "Message": message}}, "Operation")


@pytest.mark.parametrize("code_", ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"])
def test_a_denial_is_a_refusal_for_everybody(code_: str) -> None:
    assert refused(_error(code_), "newbies")
    assert refused(_error(code_), "anonymous")


@pytest.mark.parametrize("code_", ["InvalidClientTokenId", "SignatureDoesNotMatch", "AuthFailure"])
def test_credentials_that_are_no_good_prove_nothing_of_a_member(code_: str) -> None:
    assert not refused(_error(code_), "newbies")
    assert not refused(_error(code_), "newbies without second factor")
    assert refused(_error(code_), "newbies with a wrong secret")
    assert refused(_error(code_), "unknown key")


@pytest.mark.parametrize(
    "code_", ["ValidationError", "NoSuchBucket", "ThrottlingException", "BucketNotEmpty"]
)
def test_other_failures_are_no_refusal(code_: str) -> None:
    assert not refused(_error(code_), "newbies")
    assert not refused(_error(code_), "anonymous")


def test_a_missing_signature_is_a_refusal_of_nobody_known() -> None:
    error = _error("MissingParameter", "The request must contain the parameter AWSAccessKeyId")
    assert refused(error, "anonymous")
    assert not refused(error, "newbies")
    assert not refused(_error("MissingParameter", "SubnetId"), "anonymous")


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1, cut to six digits; the seed is base 32 of 12345678901234567890."""
    seed = b"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code(seed, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]
