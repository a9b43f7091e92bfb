//! What a file has beside its bytes, handed on to the file that takes its place: rights, owner, group, access lists,
//! the marks that file browsers and sync tools put on it.
//!
//! Only rights are worth a refusal. An owner or a mark that the file system does not let this user set is left out, as
//! when any editor saves by renaming.

use std::io;

use cap_std::fs::File;

/// Gives the new file what the old one has.
///
/// # Errors
/// What the operating system refused of the rights.
pub(crate) fn hand_on(old: &File, new: &File) -> io::Result<()> {
    let metadata = old.metadata()?;
    #[cfg(unix)]
    hand_on_owner(&metadata, new);
    new.set_permissions(metadata.permissions())?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    hand_on_marks(old, new)?;
    Ok(())
}

#[cfg(unix)]
fn hand_on_owner(old: &cap_std::fs::Metadata, new: &File) {
    use cap_std::fs::MetadataExt;
    use rustix::fs::{Gid, Uid};
    let (owner, group) = (Some(Uid::from_raw(old.uid())), Some(Gid::from_raw(old.gid())));
    if rustix::fs::fchown(new, owner, group).is_err() {
        // A user may often give a file to their group though not to another user.
        if let Err(error) = rustix::fs::fchown(new, None, group) {
            tracing::debug!(%error, "the group of a file could not be handed on");
        }
    }
}

/// Extended attributes; a file system without them has none to hand on.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn hand_on_marks(old: &File, new: &File) -> io::Result<()> {
    use std::ffi::CStr;

    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    use rustix::io::Errno;

    let mut names = vec![0; 64 * 1024];
    let length = match flistxattr(old, &mut names[..]) {
        Err(Errno::NOTSUP) => return Ok(()),
        listed => listed?,
    };
    let mut value = vec![0; 64 * 1024];
    for name in names[..length].split_inclusive(|byte| *byte == 0) {
        let Ok(name) = CStr::from_bytes_with_nul(name) else { continue };
        let handed_on = fgetxattr(old, name, &mut value[..])
            .and_then(|length| fsetxattr(new, name, &value[..length], XattrFlags::empty()));
        if let Err(error) = handed_on {
            tracing::debug!(%error, ?name, "a mark of a file could not be handed on");
        }
    }
    Ok(())
}
