"""What connects the domain to the world: HTTP drives it, DynamoDB or plain memory is driven by it."""
