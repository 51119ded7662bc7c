"""``sesmock migrate``: rewrites test files from moto to sesmock. It requires LibCST: ``sesmock[migrate]``."""
