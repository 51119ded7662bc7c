"""Checks of HTML mail for what mail clients drop, change or cut off."""
