"""The ports at which databases listen when their template does not say.

Templates, above all those that the CDK makes, name such a port by `Fn::GetAtt` of the database's endpoint.

Source: `Port` of each type in the CloudFormation template reference.
"""

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import number
from baseline.template.template import Resource
from baseline.template.value import Symbol, Value

_BY_ENGINE = {
    "aurora": 3306,
    "aurora-mysql": 3306,
    "aurora-postgresql": 5432,
    "mariadb": 3306,
    "mysql": 3306,
    "postgres": 5432,
    "redis": 6379,
    "valkey": 6379,
    "memcached": 11211,
}
_BY_TYPE = {"AWS::Redshift::Cluster": 5439, "AWS::DocDB::DBCluster": 27017, "AWS::Neptune::DBCluster": 8182}
_ENGINES = {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::ElastiCache::CacheCluster"}


def port(reading: Reading, value: Value) -> Value:
    """A port as a number, also where it is named by a database's endpoint; else the value as it is."""
    owner = reading.refers(value)
    if owner is None or not isinstance(value, Symbol) or not value.attribute.lower().endswith("port"):
        return value
    given = owner.get("Port")
    if given is not None:
        return value if number(given) is None else number(given)
    return _default(owner) or value


def _default(owner: Resource) -> int | None:
    engine = owner.get("Engine")
    if owner.type in _ENGINES and isinstance(engine, str):
        return _BY_ENGINE.get(engine.lower())
    return _BY_TYPE.get(owner.type)
