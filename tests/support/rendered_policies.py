"""Policies of the packaged template as IAM gets them: intrinsics resolved for a made-up account and a region."""

import re
from dataclasses import dataclass
from typing import Any

ACCOUNT, STACK = "123456789012", "service"
ARNS = {
    "AWS::DynamoDB::Table": "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
    "AWS::Events::EventBus": "arn:{partition}:events:{region}:{account}:event-bus/{name}",
    "AWS::KMS::Key": "arn:{partition}:kms:{region}:{account}:key/{name}",
    "AWS::S3::Bucket": "arn:{partition}:s3:::{name}",
    "AWS::SecretsManager::Secret": "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}",
    "AWS::Serverless::Function": "arn:{partition}:lambda:{region}:{account}:function:service-{name}",
    "AWS::SQS::Queue": "arn:{partition}:sqs:{region}:{account}:{name}",
}
INTRINSICS = {"Fn::GetAtt", "Fn::If", "Fn::Sub", "Ref"}
KEY_IDS = "0000000{index}-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Place:
    """Where a template is resolved: the resources of the template, a partition and a region of it."""

    resources: dict[str, Any]
    partition: str
    region: str

    def policies(self) -> dict[str, dict[str, Any]]:
        """What every role of the template may do, by the role's logical id."""
        roles = {name: it for name, it in self.resources.items() if it["Type"] == "AWS::IAM::Role"}
        documents = {
            name: [policy["PolicyDocument"] for policy in role["Properties"].get("Policies", [])]
            for name, role in roles.items()
        }
        attached = [it["Properties"] for it in self.resources.values() if it["Type"] == "AWS::IAM::Policy"]
        for policy in attached:
            for role in policy["Roles"]:
                documents[role["Ref"]].append(policy["PolicyDocument"])
        return {name: self.resolved(_joined(found)) for name, found in documents.items() if found}

    def resolved(self, node: Any) -> Any:
        """A node with every intrinsic resolved; of two branches the one that needs more."""
        if isinstance(node, list):
            return [self.resolved(item) for item in node]
        if not isinstance(node, dict):
            return node
        if len(node) == 1 and (name := next(iter(node))) in INTRINSICS:
            return self._intrinsic(name, node[name])
        return {key: self.resolved(value) for key, value in node.items()}

    def _intrinsic(self, name: str, value: Any) -> Any:
        match name:
            case "Fn::If":
                return self.resolved(value[1])
            case "Fn::Sub":
                return re.sub(r"\$\{([\w:.]+)\}", lambda found: self._reference(found[1]), value)
            case "Fn::GetAtt":
                return self._attribute(*value)
            case _:
                return self._reference(value)

    def arn(self, name: str) -> str:
        """The ARN of a resource."""
        kind = self.resources[name]["Type"]
        return ARNS[kind].format(partition=self.partition, region=self.region, account=ACCOUNT, name=self._name(name))

    def _reference(self, name: str) -> str:
        pseudo = {
            "AWS::Partition": self.partition,
            "AWS::Region": self.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": STACK,
        }
        if name in pseudo:
            return pseudo[name]
        resource, _, attribute = name.partition(".")
        if attribute:
            return self._attribute(resource, attribute)
        return (
            self.arn(resource) if self.resources[resource]["Type"].startswith("AWS::Secrets") else self._name(resource)
        )

    def _attribute(self, name: str, attribute: str) -> str:
        return self.arn(name) + ("/stream/2026" if attribute == "StreamArn" else "")

    def _name(self, name: str) -> str:
        if self.resources[name]["Type"] == "AWS::KMS::Key":
            return KEY_IDS.format(index=sorted(self.resources).index(name) % 10)
        return name.lower() if self.resources[name]["Type"] == "AWS::S3::Bucket" else name


def _joined(documents: list[dict[str, Any]]) -> dict[str, Any]:
    statements = [statement for document in documents for statement in document["Statement"]]
    return {"Version": "2012-10-17", "Statement": statements}
