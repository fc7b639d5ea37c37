"""Names and addresses at the top of the file, and the names of IAM."""

import re
from typing import Annotated

from baseline.settings.problem import quoted
from baseline.settings.text import Parsed, spelt

_WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_RESERVED_STARTS = ("aws", "amazon")

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html: the name starts bucket names.
_RESERVED_FOR_BUCKETS = ("sthree", "amzn-s3-demo")

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)


def parse_name(text: str) -> str:
    """The landing zone's name; raises ValueError for what stack, role or bucket names can't begin with."""
    if not re.fullmatch(_WORD, text) or not 2 <= len(text) <= 20:
        raise ValueError(
            f"{quoted(text)} must be 2 to 20 lower-case letters, digits and single hyphens, beginning "
            f"with a letter"
        )
    if text.startswith(_RESERVED_STARTS):
        raise ValueError(f"{quoted(text)} must not begin with aws or amazon: AWS keeps those for itself")
    if text in _RESERVED_FOR_BUCKETS or text.startswith(tuple(f"{word}-" for word in _RESERVED_FOR_BUCKETS)):
        raise ValueError(f"{quoted(text)} would begin bucket names with what Amazon S3 keeps for itself")
    return text


def parse_email(text: str) -> str:
    """An e-mail address that SNS can subscribe; raises ValueError for what can't be one."""
    local, _, domain = text.rpartition("@")
    labels = domain.split(".")
    hyphens = any(label.startswith("-") or label.endswith("-") or len(label) > 63 for label in labels)
    if not _EMAIL.fullmatch(text) or hyphens or len(local) > 64 or len(text) > 254:
        raise ValueError(f"{quoted(text)} is not an e-mail address such as security@example.com")
    return text


Name = Annotated[str, Parsed(parse_name, {"pattern": f"^{_WORD}$", "minLength": 2, "maxLength": 20})]
Email = Annotated[str, Parsed(parse_email, {"format": "email"})]
AccountId = Annotated[
    str, spelt(r"[0-9]{12}", 'the 12 digits of an account id in quotes, such as "123456789012"')
]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_IAM_ALLOWED = "letters, digits and +=,.@_-"
UserName = Annotated[str, spelt(r"[A-Za-z0-9_+=,.@-]{1,64}", f"1 to 64 {_IAM_ALLOWED}")]
# IAM allows 128; a group's policy is called "<group>-group".
GroupName = Annotated[str, spelt(r"[A-Za-z0-9_+=,.@-]{1,122}", f"1 to 122 {_IAM_ALLOWED}")]
RoleName = Annotated[str, spelt(r"[A-Za-z0-9_+=,.@-]{1,62}", f"1 to 62 {_IAM_ALLOWED}")]
