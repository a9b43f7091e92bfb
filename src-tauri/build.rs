//! Declares every command of the contract to Tauri, so that each needs its own permission: an undeclared command
//! is open to any page of the window.

include!("crates/oneup-app/src/contract/list.rs");

macro_rules! command_names {
    ($($(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
with_commands!(command_names);

fn main() {
    println!("cargo:rerun-if-changed=crates/oneup-app/src/contract/list.rs");
    println!("cargo:rerun-if-changed=isolation");
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error=the window cannot be built: {error:#}");
    }
}
