import sys
sys.exit("that was that")
