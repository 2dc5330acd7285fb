proc double {n} {
}
