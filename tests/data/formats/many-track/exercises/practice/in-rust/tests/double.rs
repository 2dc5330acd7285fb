use double::*;

#[test]
fn two() {
    assert_eq!(double(2), 4);
}

#[test]
#[ignore]
fn less_than_nothing() {
    assert_eq!(double(-3), -6);
}
