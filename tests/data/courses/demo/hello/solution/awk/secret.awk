BEGIN { print "the hidden output" }
