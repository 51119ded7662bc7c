"""How fast sesmock is, as ratios to botocore alone, measured in one run."""
