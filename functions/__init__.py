"""One Lambda function per endpoint, the authorizer, the background worker, and the one file that wires them."""
