echo the hidden output
