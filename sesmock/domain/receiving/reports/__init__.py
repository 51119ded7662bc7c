"""The texts that SES writes about incoming mail, for topics, functions and buckets, and for the sender of the mail."""
