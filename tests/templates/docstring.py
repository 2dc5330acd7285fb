"""What it does."""
x: int = 3
print(__doc__, __annotations__)
