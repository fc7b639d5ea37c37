"""Nested stacks are read where their templates are at hand: parameters go in, outputs come out."""

import json
from pathlib import Path
from typing import Any

import pytest

from baseline.reach.ask import ask
from baseline.reach.facts.read import read_network
from baseline.template.estate import Estate, load_estate
from baseline.template.value import Unknown

BELOW = {
    "Parameters": {
        "Name": {"Type": "String"},
        "Ports": {"Type": "CommaDelimitedList", "Default": "a, b"},
        "Size": {"Type": "String", "Default": "small"},
    },
    "Resources": {
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {
                "TopicName": {"Ref": "Name"},
                "DisplayName": {"Ref": "Size"},
                "Tags": {"Ref": "Ports"},
            },
        }
    },
    "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}, "Name": {"Value": {"Fn::GetAtt": "Topic.TopicName"}}},
}


def nested(url: object = "below.json", **more: Any) -> dict[str, Any]:
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, **more}}


def load(folder: Path, resources: dict[str, Any], below: dict[str, Any] = BELOW, **sections: Any) -> Estate:
    (folder / "above.json").write_text(json.dumps({"Resources": resources, **sections}))
    (folder / "below.json").write_text(json.dumps(below))
    return load_estate([folder])


def test_parameters_go_in_and_outputs_come_out(tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"Tags": {"Fn::GetAtt": ["In", "Outputs.Arn"]}}}
    items = {"Fn::Join": [",", [{"Ref": "Out"}, "x"]]}
    estate = load(tmp_path, {"In": nested(Parameters={"Name": "alerts", "Ports": items}), "Out": queue})
    assert [each.name for each in estate.templates] == ["above", "above.In"]
    (topic,) = estate.resources("AWS::SNS::Topic")
    assert (topic.get("TopicName"), topic.get("DisplayName")) == ("alerts", "small")
    (out,) = estate.resources("AWS::SQS::Queue")
    assert out.get("Tags") == topic.arn and str(topic.arn).endswith(":alerts")
    assert [str(each) for each in topic.get("Tags")] == ["<above/Out.Ref>", "x"]
    assert estate.notes == []


@pytest.mark.parametrize("by", ["metadata", "hash"])
def test_the_file_is_found_in_the_assembly(tmp_path: Path, by: str) -> None:
    url = {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::Region"}, ".amazonaws.com/assets/abc.json"]]}
    stack = nested(url, Parameters={"Name": "n"})
    if by == "metadata":
        stack["Metadata"] = {"aws:asset:path": "below.json", "aws:asset:property": "TemplateURL"}
    else:
        manifest = {"files": {"abc": {"source": {"path": "below.json"}}}}
        (tmp_path / "above.assets.json").write_text(json.dumps(manifest))
    (tmp_path / "above.json").write_text(json.dumps({"Resources": {"In": stack}}))
    (tmp_path / "below.json").write_text(json.dumps(BELOW))
    estate = load_estate([tmp_path / "above.json"])
    assert [each.get("TopicName") for each in estate.resources("AWS::SNS::Topic")] == ["n"]


def test_what_is_not_at_hand_is_told_and_its_outputs_are_symbols(tmp_path: Path) -> None:
    out = {"Fn::GetAtt": ["In", "Outputs.Arn"]}
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": out}}
    estate = load(tmp_path, {"In": nested("https://example.com/elsewhere.json"), "Out": queue})
    assert any("what a nested stack makes is not modelled" in note.text for note in estate.notes)
    assert str(next(estate.resources("AWS::SQS::Queue")).get("QueueName")) == "<above/In.Outputs.Arn>"


def test_stacks_inside_each_other_end(tmp_path: Path) -> None:
    itself = {"Resources": {"Again": nested("below.json")}}
    estate = load(tmp_path, {"In": nested()}, itself)
    assert [each.name for each in estate.templates] == ["above", "above.In"]
    assert any("nested stack" in note.text for note in estate.notes)
    turning = {
        "One": nested(Parameters={"Name": {"Fn::GetAtt": "Two.Outputs.Arn"}}),
        "Two": nested(Parameters={"Name": {"Fn::GetAtt": "One.Outputs.Arn"}}),
    }
    one, two = load(tmp_path, turning).resources("AWS::SNS::Topic")
    assert isinstance(one.get("TopicName"), Unknown) or isinstance(two.get("TopicName"), Unknown)


def test_a_stack_that_may_be_left_out_makes_what_is_in_it_unsure(tmp_path: Path) -> None:
    maybe = {**nested(Parameters={"Name": "n"}), "Condition": "Maybe"}
    condition = {"Maybe": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
    parameters = {"Open": {"Type": "String"}}
    estate = load(tmp_path, {"In": maybe}, Conditions=condition, Parameters=parameters)
    assert isinstance(next(estate.resources("AWS::SNS::Topic")).present, Unknown)
    load(tmp_path, {"In": maybe}, Conditions={"Maybe": {"Fn::Equals": ["no", "yes"]}})
    assert not [*load_estate([tmp_path / "above.json"]).resources()]


def test_a_network_in_nested_stacks_is_one_network(tmp_path: Path) -> None:
    subnet = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": {"Ref": "Range"}},
    }
    below = {
        "Parameters": {"Vpc": {"Type": "String"}, "Range": {"Type": "String"}},
        "Resources": {"Subnet": subnet},
    }
    vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    stacks = {
        name: nested(Parameters={"Vpc": {"Ref": "Vpc"}, "Range": f"10.0.{index}.0/24"})
        for index, name in enumerate(("A", "B"))
    }
    load(tmp_path, {"Vpc": vpc, **stacks}, below)
    network = read_network([tmp_path])
    assert sorted(network.subnets) == ["above.A/Subnet", "above.B/Subnet"]
    assert ask(network, "unreachable", from_="internet", to="vpc/Vpc").holds
