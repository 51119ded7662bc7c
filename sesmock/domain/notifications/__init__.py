"""How the owner of an identity hears of bounces, complaints and deliveries."""
