"""Receiving mail: rule sets, rules and filters, what becomes of a mail that arrives, and bounces in answer to it."""
