"""How fast sesmock is: the working tree against another commit, and both against botocore alone."""
