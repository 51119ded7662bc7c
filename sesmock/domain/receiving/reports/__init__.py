"""What SES writes about mail that arrived: to topics and functions, into buckets, and back to the sender."""
