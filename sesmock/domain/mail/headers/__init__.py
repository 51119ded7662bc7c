"""The header of a mail: encoding, decoding, rules, and the fields that SES adds."""
