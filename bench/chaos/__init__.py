"""A campaign of failures against the pipeline that publishes, and the same against a plain task queue."""
