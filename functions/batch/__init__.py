"""Functions of the resource `batch`."""
