pub fn double(n: i32) -> i32 {
    2 * n
}
