"""The header of an email: encoding, decoding, rules, and the fields that SES adds."""
