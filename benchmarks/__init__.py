"""What `make bench` runs: speed as ratios against a reference in the same run."""
