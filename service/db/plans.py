"""How PostgreSQL plans the statements of a transaction."""

from sqlalchemy import func

_PLANS = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"}
PLANS = tuple(func.set_config(name, value, True) for name, value in _PLANS.items())
"""For the transaction: its statements look a few rows up, so that one plan is good for all values,
and for tables of any size. Planned for a small table they would read the whole of it when it is no
longer small: a hand-out of a project with 300 answers took 31 ms instead of 1.5 until PostgreSQL
next counted rows."""
EACH_TIME = func.set_config("plan_cache_mode", "force_custom_plan", True)
"""Planned for each few hundred keys: where it counted no rows, any index with the key is as good as
another, and a plan that is kept may be for one that would be read whole for each key."""
