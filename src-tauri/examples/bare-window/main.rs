//! A bare window of the same framework, for the bench to stand beside: what it costs, no application can save.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("examples/bare-window/tauri.conf.json"))
}
