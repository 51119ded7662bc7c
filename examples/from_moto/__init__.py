"""A newsletter whose tests mock AWS with moto: a suite to go over from."""
