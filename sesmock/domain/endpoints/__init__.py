"""Multi-region endpoints, also called global endpoints, which send mail from two regions."""
