"""The rules of the section `account_settings`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

WRONG = {
    "a short password": (
        "account_settings: {password_policy: {minimum_length: 13}}",
        "account_settings.password_policy.minimum_length",
        "at least 14",
    ),
    "a password for ever": (
        "account_settings: {password_policy: {max_age_days: 1096}}",
        "account_settings.password_policy.max_age_days",
        "at most 1095",
    ),
    "a phone number in words": (
        'account_settings: {security_contact: {name: a b, email: a@example.com, phone: "ask Bob"}}',
        "account_settings.security_contact.phone",
        "must be a number such as",
    ),
    "nobody to write to": (
        'account_settings: {security_contact: {name: a b, phone: "+353 1 555 0100"}}',
        "account_settings.security_contact.email",
        "is missing",
    ),
    "a misspelt setting": (
        "account_settings: {block_publik: true}",
        "account_settings.block_publik",
        'did you mean "block_public"?',
    ),
}


@pytest.mark.parametrize(("text", "path", "says"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_is_told_at_its_place(
    complaints: Callable[[str], list[tuple[str, str]]], text: str, path: str, says: str
) -> None:
    ((place, told),) = complaints(text)
    assert place == path
    assert says in told


def test_nothing_of_the_account_is_set_unless_the_section_is_there(
    accepted: Callable[[str], Settings],
) -> None:
    assert accepted("").account_settings is None


def test_all_that_is_safe_is_set_when_it_is(accepted: Callable[[str], Settings]) -> None:
    wanted = accepted("account_settings: {}").account_settings
    assert wanted and wanted.encrypt_volumes and wanted.block_public and wanted.harden_instances
    assert not wanted.remove_default_vpcs
