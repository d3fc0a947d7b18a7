"""The domain's ports on one DynamoDB table."""
