"""The check of HTML mail for content that mail clients drop, change or cut off."""
