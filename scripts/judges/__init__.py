"""What code that nobody here wrote says of our providers and of our worker's signatures."""
