package double

import "testing"

func TestTwo(t *testing.T) {
	if got := Double(2); got != 4 {
		t.Fatalf("Double(2) = %d, want 4", got)
	}
}

func TestLessThanNothing(t *testing.T) {
	if got := Double(-3); got != -6 {
		t.Fatalf("Double(-3) = %d, want -6", got)
	}
}

func BenchmarkDouble(b *testing.B) {
	for b.Loop() {
		Double(2)
	}
}
