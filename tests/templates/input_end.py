input("more? ")
