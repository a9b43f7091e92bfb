//! What a library folder stands on: which folder it is, and whether others change it unseen by this machine.

use std::path::Path;

/// What tells one folder from another that takes its name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

impl Identity {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Some(Self(metadata.dev(), metadata.ino()))
        }
        #[cfg(not(unix))]
        {
            let created = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some(Self(created.as_secs(), u64::from(created.subsec_nanos())))
        }
    }
}

/// Whether a folder lies on a file system that others change unseen by this machine. A network drive mounted
/// somewhere below the folder is not noticed; the calm scans look there.
#[cfg(target_os = "linux")]
pub(crate) fn is_remote(root: &Path) -> bool {
    // The type is signed on some machines; the numbers themselves have 32 bits.
    rustix::fs::statfs(root).is_ok_and(|system| {
        u32::try_from(i128::from(system.f_type) & 0xFFFF_FFFF).is_ok_and(|magic| REMOTE.contains(&magic))
    })
}

/// Other systems either report such changes themselves or refuse to watch.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_remote(_: &Path) -> bool {
    false
}

/// The numbers by which Linux tells the file systems that get no events for what happens elsewhere.
#[cfg(target_os = "linux")]
const REMOTE: [u32; 10] = [
    0x0000_6969, // NFS
    0x0000_517B, // SMB, first version
    0xFF53_4D42, // CIFS
    0xFE53_4D42, // SMB, later versions
    0x6573_5546, // FUSE: sshfs, rclone, virtual machines' shared folders
    0x0102_1997, // 9p
    0x5346_414F, // AFS
    0x6B41_4653, // AFS, the kernel's own
    0x7375_7245, // Coda
    0x00C3_6400, // Ceph
];

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_file_system_is_told_from_a_disk() {
        let place = tempfile::tempdir().unwrap();
        let magic = rustix::fs::statfs(place.path()).unwrap().f_type;
        assert_eq!(
            is_remote(place.path()),
            REMOTE.iter().any(|known| i128::from(*known) == i128::from(magic))
        );
        assert!(!is_remote(Path::new("/proc")));
        assert!(REMOTE.contains(&0x6969) && REMOTE.contains(&0xFF53_4D42) && REMOTE.contains(&0x6573_5546));
    }
}
