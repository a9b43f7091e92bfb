//! Where the first window stood when it was closed, and where it is put the next time.
//!
//! It is kept in the data folder like everything else, which Tauri's plugin for this cannot do, and it is looked at
//! before it is used: the monitor it stood on may be gone.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

/// How much of the strip that a window is moved by has to be seen, in pixels.
const SEEN_WIDTH: i64 = 120;
const STRIP_HEIGHT: i64 = 32;
/// A smaller window than this was never meant.
const LEAST: (u32, u32) = (200, 150);

/// The file that remembers the place.
pub(crate) struct Places {
    file: PathBuf,
}

/// A place on the desktop, in pixels of all monitors together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Place {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    #[serde(default)]
    maximized: bool,
}

impl Places {
    /// The file in a data folder.
    pub(crate) fn at(home: &Path) -> Self {
        Self { file: home.join("window.json") }
    }

    fn read(&self) -> Option<Place> {
        serde_json::from_slice(&std::fs::read(&self.file).ok()?).ok()
    }

    fn write(&self, place: Place) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(&serde_json::to_vec(&place)?)?;
        beside.persist(&self.file).map(drop).map_err(|error| error.error)
    }

    /// Puts a window where it stood last, if that can be seen today.
    pub(crate) fn restore(&self, window: &WebviewWindow) {
        let Some(stood) = self.read() else { return };
        let monitors: Vec<Place> = window
            .available_monitors()
            .unwrap_or_default()
            .iter()
            .map(|monitor| {
                let area = monitor.work_area();
                let (at, size) = (area.position, area.size);
                Place { x: at.x, y: at.y, width: size.width, height: size.height, maximized: false }
            })
            .collect();
        let Some(place) = in_sight(stood, &monitors) else { return };
        let moved = window
            .set_size(PhysicalSize::new(place.width, place.height))
            .and_then(|()| window.set_position(PhysicalPosition::new(place.x, place.y)))
            .and_then(|()| if place.maximized { window.maximize() } else { Ok(()) });
        if let Err(error) = moved {
            tracing::warn!(%error, "the window could not be put where it stood");
        }
    }

    /// Remembers where a window stands. The size before it was maximised is kept.
    pub(crate) fn remember(&self, window: &WebviewWindow) {
        let Some(place) = self.place_of(window) else { return };
        if self.read() != Some(place)
            && let Err(error) = self.write(place)
        {
            tracing::warn!(%error, "the place of the window was not kept");
        }
    }

    fn place_of(&self, window: &WebviewWindow) -> Option<Place> {
        let is = |answer: tauri::Result<bool>| answer.unwrap_or(false);
        if !is(window.is_visible()) || is(window.is_minimized()) || is(window.is_fullscreen()) {
            return None;
        }
        let (at, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
        let place = Place { x: at.x, y: at.y, width: size.width, height: size.height, maximized: false };
        if is(window.is_maximized()) {
            return Some(Place { maximized: true, ..self.read().unwrap_or(place) });
        }
        Some(place)
    }
}

/// Where a window that stood at a place is put on these monitors: there, if it can be taken hold of; otherwise on the
/// monitor that is nearest, whole. `None` leaves it to the system.
fn in_sight(stood: Place, monitors: &[Place]) -> Option<Place> {
    if stood.width < LEAST.0 || stood.height < LEAST.1 {
        return None;
    }
    let can_be_held = |monitor: &Place| {
        let (width, _) = overlap(&Place { height: STRIP_HEIGHT as u32, ..stood }, monitor);
        let top = i64::from(stood.y) - i64::from(monitor.y);
        width >= SEEN_WIDTH && (0..i64::from(monitor.height) - STRIP_HEIGHT).contains(&top)
    };
    let nearest = monitors.iter().min_by_key(|monitor| distance(&stood, monitor))?;
    let too_large = stood.width > nearest.width || stood.height > nearest.height;
    if monitors.iter().any(can_be_held) && !too_large {
        return Some(stood);
    }
    let (width, height) = (stood.width.min(nearest.width), stood.height.min(nearest.height));
    let within = |wanted: i32, from: i32, room: u32| {
        let last = i64::from(from) + i64::from(room);
        i32::try_from(i64::from(wanted).clamp(i64::from(from), last)).unwrap_or(from)
    };
    Some(Place {
        x: within(stood.x, nearest.x, nearest.width - width),
        y: within(stood.y, nearest.y, nearest.height - height),
        width,
        height,
        ..stood
    })
}

/// How wide and high two places overlap; negative where they are apart.
fn overlap(one: &Place, other: &Place) -> (i64, i64) {
    let shared = |from: i32, length: u32, other_from: i32, other_length: u32| {
        let end = (i64::from(from) + i64::from(length)).min(i64::from(other_from) + i64::from(other_length));
        end - i64::from(from.max(other_from))
    };
    (shared(one.x, one.width, other.x, other.width), shared(one.y, one.height, other.y, other.height))
}

/// How far two places are apart; the more they overlap, the nearer.
fn distance(one: &Place, other: &Place) -> i64 {
    let (width, height) = overlap(one, other);
    if width > 0 && height > 0 { -(width * height) } else { width.min(0).abs() + height.min(0).abs() }
}

#[cfg(test)]
mod tests {
    use super::{Place, Places, in_sight};

    fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place { x, y, width, height, maximized: false }
    }

    #[test]
    fn a_window_that_can_be_taken_hold_of_stays_where_it_was() {
        let two = [place(0, 0, 1920, 1080), place(1920, 0, 2560, 1440)];
        for stood in [
            place(100, 100, 1280, 800),
            place(2500, 300, 1280, 800),
            place(1500, 200, 1280, 800), // across both
            place(1700, 200, 1280, 800),
            place(-1000, 0, 1280, 800), // a good part of it hangs out on the left
        ] {
            assert_eq!(in_sight(stood, &two), Some(stood), "{stood:?}");
        }
    }

    #[test]
    fn a_window_off_every_monitor_is_put_back_in_sight() {
        let one = [place(0, 24, 1920, 1056)];
        assert_eq!(in_sight(place(2500, 300, 1280, 800), &one), Some(place(640, 280, 1280, 800)));
        assert_eq!(in_sight(place(-5000, -5000, 1280, 800), &one), Some(place(0, 24, 1280, 800)));
        assert_eq!(
            in_sight(place(100, 0, 1280, 800), &one),
            Some(place(100, 24, 1280, 800)),
            "above the bar"
        );
        assert_eq!(in_sight(place(100, 1070, 1280, 800), &one), Some(place(100, 280, 1280, 800)));
        assert_eq!(in_sight(place(0, 24, 3000, 2000), &one), Some(place(0, 24, 1920, 1056)), "too large");
        let kept = in_sight(Place { maximized: true, ..place(2500, 300, 1280, 800) }, &one);
        assert!(kept.is_some_and(|kept| kept.maximized));
    }

    #[test]
    fn the_nearest_monitor_is_taken_and_nonsense_is_left_to_the_system() {
        let two = [place(0, 0, 1920, 1080), place(1920, 0, 1920, 1080)];
        assert_eq!(in_sight(place(4000, 100, 800, 600), &two), Some(place(3040, 100, 800, 600)));
        assert_eq!(in_sight(place(0, 0, 1280, 800), &[]), None);
        assert_eq!(in_sight(place(0, 0, 0, 0), &two), None);
        for x in [i32::MIN, i32::MAX] {
            assert!(in_sight(place(x, x, u32::MAX, u32::MAX), &two).is_some());
        }
    }

    #[test]
    fn the_file_keeps_the_place_and_a_broken_one_is_no_place() -> std::io::Result<()> {
        let home = tempfile::tempdir()?;
        let places = Places::at(home.path());
        assert_eq!(places.read(), None);
        places.write(place(1, 2, 300, 400))?;
        assert_eq!(places.read(), Some(place(1, 2, 300, 400)));
        std::fs::write(home.path().join("window.json"), "{\"x\": 1e99")?;
        assert_eq!(places.read(), None);
        Ok(())
    }
}
