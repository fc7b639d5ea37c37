"""Intrinsic functions resolve to what CloudFormation will make of them, or say what is not known."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from baseline.errors import InputError
from baseline.template.deployment import Deployment
from baseline.template.estate import Estate, load_estate
from baseline.template.value import Origin, Symbol, Text, Unknown, Value, gaps

ACCOUNT = Symbol(Origin.PSEUDO, "", "AWS::AccountId")


def _estate(folder: Path, deployment: Deployment | None = None, **templates: str) -> Estate:
    for name, text in templates.items():
        (folder / f"{name}.yaml").write_text(text)
    return load_estate([folder], deployment)


def _value(folder: Path, expression: str, *, deployment: Deployment | None = None) -> Value:
    """The property X.Value in a template with a bit of everything."""
    text = _SHELL.replace("EXPRESSION", expression)
    return _estate(folder, deployment, t=text).templates[0].resources["X"].get("Value")


_SHELL = """
Parameters:
  Given: {Type: String, Default: prod}
  Open: {Type: String}
  Items: {Type: CommaDelimitedList, Default: "a, b"}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /name}
Mappings:
  Sizes: {prod: {cpu: 4}}
Conditions:
  IsProd: !Equals [!Ref Given, prod]
  IsTest: !Not [!Condition IsProd]
  IsOpen: !Equals [!Ref Open, "yes"]
  Same: !Equals [!Ref Open, !Ref Open]
  Either: !Or [!Condition IsOpen, !Condition IsProd]
  Both: !And [!Condition IsOpen, !Condition IsTest]
  Circle: !Not [!Condition Circle]
Resources:
  Bucket: {Type: "AWS::S3::Bucket"}
  Named: {Type: "AWS::S3::Bucket", Properties: {BucketName: my-bucket}}
  Role: {Type: "AWS::IAM::Role", Properties: {RoleName: r, Path: /p/}}
  Group: {Type: "AWS::EC2::SecurityGroup"}
  Secret: {Type: "AWS::SecretsManager::Secret", Properties: {Name: s}}
  X: {Type: "AWS::X::Y", Properties: {Value: EXPRESSION}}
"""

BUCKET = Symbol(Origin.RESOURCE, "t", "Bucket", "Ref")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("!Ref Given", "prod"),
        ("!Ref Items", ["a", "b"]),
        ("!Ref AWS::Partition", "aws"),
        ("!Ref AWS::AccountId", ACCOUNT),
        ("!Ref Open", Symbol(Origin.PARAMETER, "t", "Open")),
        ("!Ref Image", Symbol(Origin.PARAMETER, "t", "Image")),
        ("!Ref Named", "my-bucket"),
        ("!Ref Bucket", BUCKET),
        ("!GetAtt Named.Arn", "arn:aws:s3:::my-bucket"),
        ("!GetAtt Bucket.Arn", Text(("arn:aws:s3:::", BUCKET))),
        ("!Sub 'arn:aws:s3:::${Bucket}'", Text(("arn:aws:s3:::", BUCKET))),
        ("!GetAtt Role.Arn", Text(("arn:aws:iam::", ACCOUNT, ":role/p/r"))),
        ("!GetAtt Group.GroupId", Symbol(Origin.RESOURCE, "t", "Group", "GroupId")),
        ("!Sub '${!aws:username} in ${AWS::Region}-${Given}'", None),
        ("!Sub ['${A}/${Given}', {A: !Ref Named}]", "my-bucket/prod"),
        ("!Join ['-', [a, !Ref Given, 1, true]]", "a-prod-1-true"),
        ("!Select [1, !Ref Items]", "b"),
        ("!Select [0, !Split ['/', a/b]]", "a"),
        ("!Select [0, !GetAZs '']", Symbol(Origin.FUNCTION, "", "zones of <AWS::Region>", "[0]")),
        ("!FindInMap [Sizes, !Ref Given, cpu]", 4),
        ("{'Fn::FindInMap': [Sizes, none, cpu, {DefaultValue: 1}]}", 1),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!Base64 hi", "aGk="),
        ("{'Fn::Length': [1, 2]}", 2),
        ("{'Fn::ToJsonString': {a: 1}}", '{"a": 1}'),
        ("!If [IsProd, a, b]", "a"),
        ("!If [IsTest, a, b]", "b"),
        ("!If [Same, a, b]", "a"),
        ("!If [Either, a, b]", "a"),
        ("!If [Both, a, b]", "b"),
        ("!If [IsOpen, a, a]", "a"),
        ("[!If [IsProd, !Ref AWS::NoValue, b], c]", ["c"]),
        ("{a: !Ref AWS::NoValue, c: d}", {"c": "d"}),
        ("{Version: 2012-10-17}", {"Version": "2012-10-17"}),
        ("'x{{resolve:ssm:/a}}'", Text(("x", Symbol(Origin.PARAMETER, "", "{{resolve:ssm:/a}}")))),
    ],
)
def test_a_function_gives_its_value(tmp_path: Path, expression: str, value: Value) -> None:
    if value is None:
        region = Symbol(Origin.PSEUDO, "", "AWS::Region")
        value = Text(("${aws:username} in ", region, "-prod"))
    assert _value(tmp_path, expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "!If [IsOpen, a, b]",
        "!If [Circle, a, b]",
        "!If [NoSuch, a, b]",
        "!Ref Nothing",
        "!Sub '${aws:username}'",
        "!GetAtt Nothing.Arn",
        "!FindInMap [Sizes, test, cpu]",
        "!Split [',', !Ref Open]",
        "!Join [',', !GetAZs '']",
        "!Select [7, [a]]",
        "!Cidr [10.0.0.0/30, 2, 33]",
        "!Base64 {Ref: Open}",
        "!Transform {Name: X}",
        "!Join nonsense",
        "!If [IsProd]",
        "{'Fn::Made::Up': 1}",
        "{'Fn::ToJsonString': {a: !Ref Open}}",
    ],
)
def test_what_cannot_be_known_is_unknown_and_noted_with_its_line(tmp_path: Path, expression: str) -> None:
    assert isinstance(_value(tmp_path, expression), Unknown)
    (template,) = load_estate([tmp_path]).templates
    assert any(note.place.line == 23 and note.text for note in template.notes)


def test_a_part_that_aws_makes_random_stays_a_symbol(tmp_path: Path) -> None:
    suffix = Symbol(Origin.RESOURCE, "t", "Secret", "Suffix")
    assert suffix in list(gaps(_value(tmp_path, "!Ref Secret")))


def test_given_values_go_before_defaults(tmp_path: Path) -> None:
    parameters = {"Given": "x", "t:Open": "yes"}
    deployment = Deployment(account="111122223333", region="cn-north-1", parameters=parameters)
    expression = "!Sub '${Given} ${Open} ${AWS::AccountId} ${AWS::Partition} ${AWS::URLSuffix}'"
    expected = "x yes 111122223333 aws-cn amazonaws.com.cn"
    assert _value(tmp_path, expression, deployment=deployment) == expected


def test_exports_are_found_in_other_stacks(tmp_path: Path) -> None:
    low = """
Resources: {B: {Type: "AWS::S3::Bucket"}}
Outputs:
  Arn: {Value: !GetAtt B.Arn, Export: {Name: !Sub "${AWS::StackName}:arn"}}
  Loop: {Value: !ImportValue loop, Export: {Name: loop}}
"""
    high = """
Resources:
  X: {Type: T, Properties: {A: !ImportValue "low:arn", B: !ImportValue elsewhere, C: !ImportValue loop}}
"""
    properties = _estate(tmp_path, None, low=low, high=high).templates[0].resources["X"].properties
    assert str(properties["A"]) == "arn:aws:s3:::<low/B.Ref>"
    assert properties["B"] == Symbol(Origin.IMPORT, "", "elsewhere")
    assert isinstance(properties["C"], Unknown)


def test_conditions_leave_resources_out_or_leave_them_open(tmp_path: Path) -> None:
    more = "\n".join(f"  {c}Made: {{Type: T, Condition: {c}}}" for c in ("IsProd", "IsTest", "IsOpen"))
    resources = _estate(tmp_path, None, t=_SHELL.replace("EXPRESSION", "1") + more).templates[0].resources
    assert resources["IsProdMade"].present is True
    assert "IsTestMade" not in resources
    assert isinstance(resources["IsOpenMade"].present, Unknown)


def test_symbols_lead_to_their_resources(tmp_path: Path) -> None:
    estate = _estate(tmp_path, None, t=_SHELL.replace("EXPRESSION", "!GetAtt Group.GroupId"))
    x = next(estate.resources("AWS::X::Y"))
    group = estate.resource(x.get("Value"))
    assert group is not None and group.logical_id == "Group"
    assert estate.attribute(group, "Ref") == Symbol(Origin.RESOURCE, "t", "Group", "Ref")
    assert estate.resource("text") is None
    assert estate.resource(Symbol(Origin.RESOURCE, "other", "Group", "Ref")) is None
    assert x.get("Value", "deeper", 0) is None
    assert str(x) == "t/X"


@pytest.mark.parametrize("text", ["{", "[1]", "just text", "a: &a [*a]", "\t- x: ]", ""])
def test_what_is_no_template_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.yaml").write_text(text)
    with pytest.raises(InputError, match=r"t\.yaml"):
        load_estate([tmp_path / "t.yaml"])


def test_what_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(InputError, match=path.name):
            load_estate([path])


def test_json_and_yaml_give_the_same_values_and_lines(tmp_path: Path) -> None:
    text = (
        '{"Resources": {\n "A": {\n  "Type": "T\\u00e9",\n  "Properties": {"N": [-1.5, true, null, "x"]}}}}'
    )
    (tmp_path / "j.json").write_text(text)
    (tmp_path / "y.yaml").write_text("# a comment\n" + text)
    json_, yaml_ = (
        load_estate([tmp_path / file]).templates[0].resources["A"] for file in ("j.json", "y.yaml")
    )
    assert (
        (json_.type, json_.properties)
        == (yaml_.type, yaml_.properties)
        == ("Té", {"N": [-1.5, True, None, "x"]})
    )
    assert (json_.place.line, yaml_.place.line, json_.place.column) == (2, 3, 7)
    assert str(json_.place) == f"{tmp_path}/j.json:2:7"


def test_macros_and_nested_stacks_are_noted(tmp_path: Path) -> None:
    text = """
Transform: AWS::Serverless-2016-10-31
Resources:
  N: {Type: "AWS::CloudFormation::Stack"}
  "Fn::ForEach::Loop": [x, [a], {}]
  P: {Type: T, Properties: [1]}
"""
    notes = " ".join(note.text for note in _estate(tmp_path, None, t=text).notes)
    for word in ("Transform", "nested stack", "ForEach", "not a mapping"):
        assert word in notes


_FUNCTIONS = ["Ref", "Condition", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::GetAtt", "Fn::Select", "Fn::Split",
              "Fn::FindInMap", "Fn::Cidr", "Fn::ImportValue", "Fn::GetAZs", "Fn::Length"]  # fmt: skip
_NAMES = st.sampled_from(["A", "AWS::NoValue", "AWS::Region", "${A}", "${A.Arn}", "Type", "", "0"])
_ANYTHING = st.recursive(
    st.one_of(_NAMES, st.integers(-2, 40), st.none(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(_FUNCTIONS), _NAMES), inner, max_size=2),
    ),
    max_leaves=12,
)
_SECTIONS = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Transform"]


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(_SECTIONS), st.dictionaries(_NAMES, _ANYTHING, max_size=3)))
def test_no_template_whatever_crashes_the_reader(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Value]
) -> None:
    file = tmp_path_factory.mktemp("any") / "t.yaml"
    file.write_text(yaml.safe_dump(document))
    estate = load_estate([file])
    assert all(isinstance(resource.properties, dict) for resource in estate.resources())
    for _, output in estate.templates[0].exports():
        estate.templates[0].output(output)
