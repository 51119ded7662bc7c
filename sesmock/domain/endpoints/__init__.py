"""Multi-region endpoints, also called global endpoints: mail that two regions share."""
