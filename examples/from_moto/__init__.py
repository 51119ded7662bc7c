"""A newsletter whose tests mock AWS with moto: a test suite to migrate."""
