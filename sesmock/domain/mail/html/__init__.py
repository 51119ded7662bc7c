"""The HTML of messages: its tokens, its text, its links, and the tracking that SES adds."""
