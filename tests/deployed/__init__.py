"""API Gateway as the synthesised templates describe it, and nothing else: no row and no table of ours is read here.

moto leaves out authorizers, stages, gateway responses and usage plans, so that the templates are played
here: routes, identity sources and what is remembered for them, policies, usage keys, throttles, quotas, answers of the
gateway's own, stage variables and access logs. How each of them works follows from API Gateway's developer guide.
"""
