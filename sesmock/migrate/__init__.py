"""``sesmock migrate``: test files that use moto, rewritten for sesmock. It needs LibCST: ``sesmock[migrate]``."""
