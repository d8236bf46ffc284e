"""Two invented weeks of three districts and a small town, told through the workflow itself."""
