"""The patches to HTTP clients other than botocore and aiobotocore while a mock is active."""
