"""What cold starts are measured by: a Lambda function that makes a boto3 client for DynamoDB and reads one item."""

import os

import boto3

_client = boto3.client("dynamodb", endpoint_url=os.environ["DAYBOOK_DYNAMODB_URL"])
_NOTHING = {"pk": {"S": "none"}, "sk": {"S": "none"}}


def handler(_event: object, _context: object) -> dict[str, object]:
    """Read an item."""
    found = _client.get_item(TableName=os.environ["DAYBOOK_TABLE"], Key=_NOTHING)
    return {"statusCode": 200, "body": str(found.get("Item"))}
