//! Builds again when a shipped card is added or taken away; a changed one is noticed without this.

fn main() {
    println!("cargo::rerun-if-changed=../../../content");
}
