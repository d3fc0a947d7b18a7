"""Other calendar servers that anyone can run, measured beside Daybook: `python -m bench --rivals`."""
