"""The HTML of messages: its tokens, its text and links, and what SES adds to it."""
