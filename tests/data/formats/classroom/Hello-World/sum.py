# read numbers, print their sum
