proc double {n} {
    expr {2 * $n}
}
