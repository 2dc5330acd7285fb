use double::*;

#[test]
#[ignore]
fn much() {
    assert_eq!(double(1 << 20), 1 << 21);
}
