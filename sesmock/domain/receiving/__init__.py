"""Receiving mail: rule sets, rules, filters, the processing of incoming mail, and bounces in reply to it."""
