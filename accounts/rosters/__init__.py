"""The roster of the police period: written, checked, imported, submitted, and told of when it is late."""
