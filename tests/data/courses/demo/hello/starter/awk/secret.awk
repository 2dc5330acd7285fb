BEGIN { print "no" }
