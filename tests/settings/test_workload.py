"""The rules of the section `workload`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
CERTIFICATE = "0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"
NETWORK = """\
network:
  zones: {zones}
  subnets:
    web: {{size: 24, routes: [internet]}}
    app: {{size: 24}}
    data: {{size: 24}}
  gateways: {{internet: {{}}}}
  allow:
    - {{from: internet, to: web, ports: [tcp/443]}}
    - {{from: web, to: app, ports: [tcp/8000-9000]}}
    - {{from: app, to: data, ports: [tcp/5432, tcp/5439, tcp/2049]}}
    - {{from: app, to: app, ports: [tcp/443, udp/5439]}}
"""
BALANCER = "{{tier: {tier}, public: {public}, certificate: {id}, backend: {{tier: {back}, port: {port}}}}}"


def _balancer(
    tier: str = "web",
    *,
    public: str = "true",
    back: str = "app",
    port: str = "tcp/8443",
    id_: str = CERTIFICATE,
) -> str:
    one = BALANCER.format(tier=tier, public=public, back=back, port=port, id=id_)
    return f"workload: {{load_balancers: {{shop: {one}}}}}"


WRONG = {
    "a secret that never rotates": (
        "workload: {secrets: {a: {description: token, rotate_days: 0}}}",
        "workload.secrets.a.rotate_days",
        "at least 1",
    ),
    "unknown tier": (
        "workload: {databases: {a: {tier: dta}}}",
        "workload.databases.a.tier",
        'unknown tier "dta", did you mean "data"?',
    ),
    "database in a public tier": (
        "workload: {databases: {a: {tier: web}}}",
        "workload.databases.a.tier",
        "web has the route internet, and this stands in private tiers; choose a tier without it",
    ),
    "port that nobody may use": (
        "workload: {databases: {a: {tier: data, engine: mysql}}}",
        "workload.databases.a.tier",
        "no rule leads from anywhere to data on tcp/3306; add {from: <a tier>, to: data, ports: [tcp/3306]} "
        "to network.allow",
    ),
    "port of another protocol": (
        "workload: {warehouses: {a: {tier: app}}}",
        "workload.warehouses.a.tier",
        "no rule leads from anywhere to app on tcp/5439",
    ),
    "files in a tier that is not there": (
        "workload: {file_systems: {a: {tier: disk}}}",
        "workload.file_systems.a.tier",
        'unknown tier "disk"; there is: web, app, data',
    ),
    "version": (
        'workload: {databases: {a: {tier: data, version: "9.6"}}}',
        "workload.databases.a.version",
        'unknown version "9.6" of postgres; there is: 16, 17, 18',
    ),
    "version as a number": (
        "workload: {databases: {a: {tier: data, version: 17}}}",
        "workload.databases.a.version",
        'YAML reads 17 as a number; quote it: "17"',
    ),
    "few backups": (
        "workload: {databases: {a: {tier: data, backup_days: 3}}}",
        "workload.databases.a.backup_days",
        "must be at least 7",
    ),
    "name that RDS refuses": (
        "workload: {databases: {a--b: {tier: data}}}",
        "workload.databases.a--b",
        "single hyphens inside",
    ),
    "class": (
        "workload: {databases: {a: {tier: data, instance_class: t3.micro}}}",
        "workload.databases.a.instance_class",
        "must be a class such as db.t4g.medium",
    ),
    "old nodes": (
        "workload: {warehouses: {a: {tier: data, node_type: dc2.large}}}",
        "workload.warehouses.a.node_type",
        "must be a node type such as ra3.large",
    ),
    "key type": (
        "workload: {tables: {a: {keys: {id: text}}}}",
        "workload.tables.a.keys.id",
        'unknown word "text"; there is: string, number, binary',
    ),
    "three keys": (
        "workload: {tables: {a: {keys: {a: string, b: string, c: string}}}}",
        "workload.tables.a.keys",
        "may have at most 2, it has 3",
    ),
    "no key": ("workload: {tables: {a: {keys: {}}}}", "workload.tables.a.keys", "needs at least 1"),
    "expiry by a key": (
        "workload: {tables: {a: {keys: {id: string}, expire_attribute: id}}}",
        "workload.tables.a.expire_attribute",
        "is a key of the table",
    ),
    "topic to no queue": (
        "workload: {queues: {jobs: {}}, topics: {a: {queues: [job]}}}",
        "workload.topics.a.queues[0]",
        'unknown queue "job", did you mean "jobs"?',
    ),
    "secret with its value": (
        "workload: {secrets: {a: {description: opens it, value: hunter2}}}",
        "workload.secrets.a.value",
        "unknown key",
    ),
    "public load balancer in a private tier": (
        _balancer("app", back="data", port="tcp/5432"),
        "workload.load_balancers.shop.public",
        "app has no route internet, so nobody out there could reach it",
    ),
    "internal load balancer in a public tier": (
        _balancer(public="false"),
        "workload.load_balancers.shop.tier",
        "choose a tier without it, or set public: true",
    ),
    "backend that the load balancer may not reach": (
        _balancer(port="tcp/443"),
        "workload.load_balancers.shop.backend.tier",
        "no rule leads from web to app on tcp/443; add {from: web, to: app, ports: [tcp/443]}",
    ),
    "backend in a public tier": (
        _balancer(back="web", port="tcp/443"),
        "workload.load_balancers.shop.backend.tier",
        "servers behind a load balancer need none",
    ),
    "backend in no tier": (
        _balancer(back="ap"),
        "workload.load_balancers.shop.backend.tier",
        'unknown tier "ap", did you mean "app"?',
    ),
    "several ports": (
        _balancer(port="tcp/8000-8010"),
        "workload.load_balancers.shop.backend.port",
        "must be one port of TCP, such as tcp/8443",
    ),
    "certificate by ARN": (
        _balancer(id_="'arn:aws:acm:eu-west-1:111122223333:certificate/x'"),
        "workload.load_balancers.shop.certificate",
        "the id at the end of a certificate's ARN",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    told = complaints(NETWORK.format(zones=2) + text)
    assert [(where, said in what) for where, what in told if where == path] == [(path, True)], told
    assert len(told) == 1


def test_one_zone_is_too_few_for_what_stands_in_two(complaints: Complaints) -> None:
    told = complaints(NETWORK.format(zones=1) + "workload: {databases: {a: {tier: data}}}")
    assert [path for path, _ in told] == ["workload.databases.a.tier"]
    assert "set network.zones to 2 or more" in told[0][1]


def test_what_is_right_is_taken(accepted: Callable[[str], Settings]) -> None:
    workload = accepted(NETWORK.format(zones=2) + _balancer()).workload
    assert workload.load_balancers["shop"].backend.port.first == 8443
    assert not workload.is_empty


def test_a_file_that_asks_for_nothing_has_no_workload(accepted: Callable[[str], Settings]) -> None:
    assert accepted("").workload.is_empty


def test_the_bucket_of_load_balancers_logs_is_the_landing_zone_s_own(complaints: Complaints) -> None:
    [(path, said)] = complaints("storage: {buckets: {balancer-logs: {}}}")
    assert path == "storage.buckets.balancer-logs"
    assert "of the landing zone itself" in said
