"""One Lambda function per endpoint, the authorizer, the background worker, and the one file that wires them."""

import gc

gc.set_threshold(50_000)  # what loading makes is to stay: to look for garbage in it took a tenth of a cold start
