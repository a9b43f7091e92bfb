//! How `WebKit` paints the page where there is no graphics processor: a virtual desktop, a remote one, a test.
//!
//! It would then paint every layer into memory of its own and put the layers together by the processor, twice the
//! work of painting straight into the window. Without layers a frame of scrolling takes half the time here, a blinking
//! caret a sixth, and the page half the memory.

use std::path::Path;

use gtk::glib;

/// What `WebKit` reads when the first page is made; whoever sets it by hand knows better.
const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Has the page painted without layers where nothing but the processor could put them together.
///
/// Called before any page is made.
pub(crate) fn suit_the_machine() {
    if std::env::var_os(SWITCH).is_some() || has_graphics_processor(Path::new("/dev")) {
        return;
    }
    if let Err(error) = glib::setenv(SWITCH, "1", false) {
        tracing::warn!(%error, "the page is painted with layers");
    }
}

/// Whether the kernel offers a graphics processor: a render node, the node of NVIDIA's own driver, or that of a Linux
/// within Windows.
fn has_graphics_processor(devices: &Path) -> bool {
    let has_render_node = std::fs::read_dir(devices.join("dri")).is_ok_and(|mut nodes| {
        nodes.any(|node| node.is_ok_and(|node| node.file_name().to_string_lossy().starts_with("renderD")))
    });
    has_render_node || devices.join("nvidia0").exists() || devices.join("dxg").exists()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_card_that_only_shows_pictures_is_no_graphics_processor() {
        let devices = tempfile::tempdir().unwrap();
        assert!(!has_graphics_processor(devices.path()));
        std::fs::create_dir(devices.path().join("dri")).unwrap();
        std::fs::write(devices.path().join("dri/card0"), "").unwrap();
        assert!(!has_graphics_processor(devices.path()));
        std::fs::write(devices.path().join("dri/renderD128"), "").unwrap();
        assert!(has_graphics_processor(devices.path()));
    }

    #[test]
    fn drivers_with_nodes_of_their_own_count() {
        for node in ["nvidia0", "dxg"] {
            let devices = tempfile::tempdir().unwrap();
            std::fs::write(devices.path().join(node), "").unwrap();
            assert!(has_graphics_processor(devices.path()), "{node}");
        }
    }
}
