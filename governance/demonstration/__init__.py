"""Six invented weeks of a department's districts and of a small town, told through the workflow itself."""
