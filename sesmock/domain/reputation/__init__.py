"""The reputation of tenants, identities and configuration sets: sending statuses, findings and recommendations."""
