"""Commands that manage owners and credentials, in a data folder or in a deployed table.

Each does what an endpoint of the management API does, through the same use case, and is recorded under its name.
"""
