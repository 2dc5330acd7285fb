package double

func Double(n int) int { panic("not yet") }
