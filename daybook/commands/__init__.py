"""Commands that manage owners and credentials, in a data folder or in a deployed table.

Each does what the endpoint of its name does, through the same use case.
"""
