"""Notifications of bounces, complaints and deliveries to the owner of an identity."""
