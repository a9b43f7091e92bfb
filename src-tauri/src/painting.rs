//! How `WebKit` paints. Without a graphics processor it would compose the page in layers by a software GL: each
//! blink of the caret then paints the whole window, and every frame of a scroll takes three times as long.

use std::fs;
use std::path::Path;

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _};

/// Where the kernel lists what can render.
const DEVICES: &str = "/dev/dri";
/// How a device that renders is named there; the others only show.
const RENDERS: &str = "renderD";

/// Has the page painted part by part where nothing in this machine would compose it faster.
pub(crate) fn suit_the_machine(window: &WebviewWindow) -> tauri::Result<()> {
    if renders(Path::new(DEVICES)) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webkit2gtk::WebViewExt::settings(&webview.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether a folder of devices holds one that renders.
fn renders(devices: &Path) -> bool {
    fs::read_dir(devices).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with(RENDERS))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_only_shows_does_not_render() {
        let place = tempfile::tempdir().unwrap();
        assert!(!renders(&place.path().join("none")));
        fs::write(place.path().join("card0"), "").unwrap();
        assert!(!renders(place.path()));
        fs::write(place.path().join("renderD128"), "").unwrap();
        assert!(renders(place.path()));
    }
}
