print("the hidden output")
