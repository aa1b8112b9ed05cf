"""Label Studio: its tasks in JSON, and the labelling configuration that shows them."""
