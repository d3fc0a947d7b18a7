"""The CDK app: what runs on AWS, made of the endpoint table and the table's definition."""

import os

# jsii warns at length about Node 20, which CDK still runs on; the value is the version to be silent about.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
