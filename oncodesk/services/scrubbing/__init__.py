"""What `scrub` is made of: inputs, judging, workers, summary and the kept state."""
