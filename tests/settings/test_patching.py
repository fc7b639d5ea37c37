"""The rules of the section `patching`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
FILE = """\
network:
  subnets:
    app: {{size: 24}}
    data: {{size: 24}}
  endpoints: [s3, {endpoints}]
  allow: [{{from: app, to: endpoints}}, {{from: app, to: s3}}]
storage: {{buckets: {{books: {{}}, uploads: {{}}}}}}
identity:
  roles:
    web: {{trusted_by: ec2, managed: {managed}, read: [books], write: [uploads]}}
"""
ALL = "ssm, ssmmessages, ec2messages, imagebuilder, logs"


def _file(*, endpoints: str = ALL, managed: str = "true") -> str:
    return FILE.format(endpoints=endpoints, managed=managed)


WRONG = {
    "a window for nobody": (
        _file() + "patching: {window: {day: friday}}",
        "patching.window",
        "no group of them is named; add groups: [PROD]",
    ),
    "no role lets it in": (
        _file(managed="false") + "patching: {groups: [PROD]}",
        "patching.groups",
        "add managed: true",
    ),
    "no way to ask": (
        _file(endpoints="ssm") + "patching: {groups: [PROD]}",
        "patching.groups",
        "name s3, ssm, ssmmessages, ec2messages in network.endpoints",
    ),
    "no way to build": (
        _file(endpoints="ssm, ssmmessages, ec2messages") + "patching: {image: {tier: app}}",
        "patching.image.tier",
        "app reaches not all that Image Builder needs",
    ),
    "a tier that nothing leads out of": (
        _file() + "patching: {image: {tier: data}}",
        "patching.image.tier",
        "allow {from: data, to: endpoints}",
    ),
    "a tier that is not there": (
        _file() + "patching: {image: {tier: ap}}",
        "patching.image.tier",
        'unknown tier "ap", did you mean "app"?',
    ),
    "a short window": (
        _file() + "patching: {groups: [PROD], window: {hours: 1}}",
        "patching.window.hours",
        "must be at least 2",
    ),
    "no such bucket": (
        _file() + "patching: {groups: [PROD], ansible: {base: {bucket: book, folder: base}}}",
        "patching.ansible.base.bucket",
        'unknown bucket "book", did you mean "books"?',
    ),
    "a path that leaves the folder": (
        _file() + "patching: {groups: [PROD], ansible: {base: {bucket: books, folder: /etc}}}",
        "patching.ansible.base.folder",
        "a path in the bucket",
    ),
    "a server that is trusted by no EC2": (
        _file() + "    other: {trusted_by: lambda, managed: true}\n",
        "identity.roles.other.managed",
        "only servers of EC2 are managed",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(where, what)] = complaints(text)
    assert where == path
    assert said in what


def test_what_runs_as_root_lies_where_no_server_writes(complaints: Complaints) -> None:
    told = complaints(
        _file() + "patching: {groups: [PROD], chef: {base: {bucket: uploads, file: a.gz, run: 'recipe[a]'}}}"
    )
    assert {path for path, _ in told} == {"patching.chef.base.bucket"}
    assert "web may write to it, and servers run what lies there as root" in told[0][1] + told[-1][1]


def test_a_nat_gateway_will_do(accepted: Callable[[str], Settings]) -> None:
    text = """\
    network:
      subnets: {web: {size: 24, routes: [internet]}, app: {size: 24, routes: [nat]}}
      gateways: {internet: {}, nat: {tier: web}}
      allow: [{from: app, to: internet, ports: [tcp/443]}]
    identity: {roles: {web: {trusted_by: ec2, managed: true}}}
    patching: {groups: [PROD], image: {tier: app}}
    """
    assert not accepted(text).patching.is_off


def test_nothing_is_patched_unless_asked_for(accepted: Callable[[str], Settings]) -> None:
    assert accepted("").patching.is_off
