"""The doors of the posts room: load and authorise, parse, one domain call, answer."""
