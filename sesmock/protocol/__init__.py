"""The wire protocols: requests to parameters, results and errors to responses. Independent of email."""
