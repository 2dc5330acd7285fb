pub fn double(_n: i32) -> i32 {
    todo!()
}
