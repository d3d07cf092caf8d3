"""The editions of the code sets: what stands on the shelf, what a file would change, loading and taking back."""
