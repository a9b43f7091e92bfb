// Written by `cargo xtask generate` from the contract of oneup-app. Edit that, not this.
window.__ONEUP_COMMANDS__ = [
  'status',
  'changes',
  'search',
  'read_card',
  'inspect_link',
  'open_link',
  'choose_library',
  'create_library',
  'rebuild_index',
]
