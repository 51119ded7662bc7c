"""HTML of messages: its tokens, the text and links in it, and what SES writes into it."""
