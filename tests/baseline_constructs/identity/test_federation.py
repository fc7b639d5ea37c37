"""Federated roles and permission sets: narrow trust, stated rights, the boundary over all."""

from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from baseline_constructs.identity.federated_role import FederatedRole
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.individual_user import IndividualUser
from baseline_constructs.identity.oidc_provider import OidcProvider
from baseline_constructs.identity.permission_set import PermissionSet
from baseline_constructs.identity.reading import reading
from baseline_constructs.identity.same_tag import same_tag
from baseline_constructs.identity.saml_provider import SamlProvider

ISSUER = "token.actions.githubusercontent.com"
SUBJECT = "repo:acme/shop:environment:production"
AUDIENCE = "https://signin.aws.amazon.com/saml"


@pytest.fixture(scope="module")
def template() -> Template:
    stack = Stack(App(analytics_reporting=False), "Federation")
    guardrails = Guardrails(
        stack,
        "Guardrails",
        prefix="acme",
        record_bucket_arns=["arn:aws:s3:::archive"],
        emergency_role_arns=[],
        guarded_tags=["team"],
    )
    saml = SamlProvider(stack, "Saml", name="corporate", metadata="<m/>")
    oidc = OidcProvider(stack, "Oidc", url=f"https://{ISSUER}", audience="sts.amazonaws.com")
    trusts = {
        "tagged": saml.trust(audience=AUDIENCE, session_tags=["team"]),
        "plain": saml.trust(audience=AUDIENCE, session_tags=[]),
        "deploy": oidc.trust(subjects=[SUBJECT]),
    }
    rights = [same_tag(tag="team", actions=["ec2:StartInstances", "rds:Stop*"]), reading(services=["ec2"])]
    for name, trust in trusts.items():
        FederatedRole(
            stack,
            name,
            name=f"acme-{name}",
            trust=trust,
            permissions=rights,
            regions=["eu-west-1"],
            session_hours=2,
            guardrails=guardrails,
        )
    PermissionSet(
        stack,
        "Set",
        name="reviewers",
        instance_id="ssoins-1234567890abcdef",
        permissions=rights,
        regions=["eu-west-1"],
        session_hours=3,
        groups=["g1", "g2"],
        guardrails=guardrails,
    )
    IndividualUser(stack, "User", name="u", groups=[], guardrails=guardrails, tags={"team": "blue"})
    return Template.from_stack(stack)


def _role(template: Template, name: str) -> dict[str, Any]:
    (role,) = template.find_resources("AWS::IAM::Role", {"Properties": {"RoleName": f"acme-{name}"}}).values()
    return role["Properties"]  # type: ignore[no-any-return]


def _trust(template: Template, name: str) -> dict[str, Any]:
    (statement,) = _role(template, name)["AssumeRolePolicyDocument"]["Statement"]
    return statement  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["tagged", "plain"])
def test_assertions_count_only_at_aws_s_own_sign_in(name: str, template: Template) -> None:
    assert _trust(template, name)["Condition"]["StringEquals"] == {"SAML:aud": AUDIENCE}
    assert list(_trust(template, name)["Principal"]) == ["Federated"]


def test_an_assertion_sets_the_named_tags_and_no_others(template: Template) -> None:
    trust = _trust(template, "tagged")
    assert trust["Action"] == ["sts:AssumeRoleWithSAML", "sts:TagSession"]
    assert trust["Condition"]["ForAllValues:StringEquals"] == {"aws:TagKeys": ["team"]}
    assert _trust(template, "plain")["Action"] == "sts:AssumeRoleWithSAML"


def test_a_token_counts_only_for_its_audience_and_subject(template: Template) -> None:
    trust = _trust(template, "deploy")
    assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trust["Condition"] == {
        "StringEquals": {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": [SUBJECT]}
    }


@pytest.mark.parametrize("subjects", [[], ["repo:acme/*"], ["repo:acme/sho?:ref"], [SUBJECT, "*"]])
def test_a_subject_with_a_wildcard_is_refused(subjects: list[str]) -> None:
    provider = OidcProvider(Stack(), "Oidc", url=f"https://{ISSUER}", audience="a")
    with pytest.raises(ValueError, match="name each in full"):
        provider.trust(subjects=subjects)


@pytest.mark.parametrize("name", ["tagged", "plain", "deploy"])
def test_a_federated_role_is_held_by_the_boundary_for_some_hours(name: str, template: Template) -> None:
    role = _role(template, name)
    (boundary,) = template.find_resources(
        "AWS::IAM::ManagedPolicy", {"Properties": {"ManagedPolicyName": "acme-boundary"}}
    )
    assert role["PermissionsBoundary"] == {"Ref": boundary}
    assert role["MaxSessionDuration"] == 7200


def test_a_permission_set_is_held_by_the_boundary_that_is_there_before(template: Template) -> None:
    (set_,) = template.find_resources("AWS::SSO::PermissionSet").values()
    reference = set_["Properties"]["PermissionsBoundary"]["CustomerManagedPolicyReference"]
    assert reference == {"Name": "acme-boundary", "Path": "/"}
    assert set_["Properties"]["SessionDuration"] == "PT3H"
    assignments = template.find_resources("AWS::SSO::Assignment")
    assert {one["Properties"]["PrincipalId"] for one in assignments.values()} == {"g1", "g2"}
    for one in assignments.values():
        assert any(id_.startswith("GuardrailsBoundary") for id_ in one["DependsOn"])
        assert one["Properties"]["TargetId"] == {"Ref": "AWS::AccountId"}
        assert one["Properties"]["PrincipalType"] == "GROUP"


def _statements(template: Template) -> dict[str, dict[str, Any]]:
    (policy,) = template.find_resources(
        "AWS::IAM::ManagedPolicy", {"Properties": {"ManagedPolicyName": "acme-deploy-federated"}}
    ).values()
    return {one["Sid"]: one for one in policy["Properties"]["PolicyDocument"]["Statement"]}


def test_acting_on_one_s_own_compares_the_caller_s_tag_with_the_resource_s(template: Template) -> None:
    same = {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}
    statements = _statements(template)
    assert statements["SameTag"]["Condition"] == {"StringEquals": same}
    assert statements["SameTag"]["Action"] == ["ec2:StartInstances", "rds:Stop*"]


def test_what_another_policy_allows_on_others_is_denied(template: Template) -> None:
    deny = _statements(template)["DenyOtherTag"]
    assert (deny["Effect"], deny["Action"]) == ("Deny", ["ec2:StartInstances", "rds:Stop*"])
    assert deny["Condition"] == {"StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}


def test_a_caller_without_the_tag_may_do_none_of_it(template: Template) -> None:
    deny = _statements(template)["DenyUntaggedCaller"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Null": {"aws:PrincipalTag/team": "true"}})


def test_other_regions_are_denied(template: Template) -> None:
    assert _statements(template)["DenyOtherRegions"]["Effect"] == "Deny"


def test_a_user_carries_the_tag_that_a_right_asks_for(template: Template) -> None:
    (user,) = template.find_resources("AWS::IAM::User").values()
    assert user["Properties"]["Tags"] == [{"Key": "team", "Value": "blue"}]
