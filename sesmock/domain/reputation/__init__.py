"""The reputation of tenants, identities and configuration sets: who may send, and what SES finds fault with."""
