module double

go 1.18
