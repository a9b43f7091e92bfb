// Every call of the page passes here, in a frame of its own that the page cannot reach, before Tauri sees it.
// What is not a command of the contract with a small argument is replaced by a call that Tauri refuses, since this
// hook can change a message but has no way to drop one.
;(function () {
  'use strict'

  const COMMANDS = new Set(window.__ONEUP_COMMANDS__)
  const LARGEST_ARGUMENT = 64 * 1024
  // These carry the text of a card or a picture: the largest there is, each of its bytes written as two, with room to spare.
  const CARRY_TEXT = new Set(['save_card', 'merge_card', 'resolve_card', 'keep_draft', 'check_text', 'change_key', 'keep_undo', 'keep_picture'])
  const LARGEST_TEXT = 9 * 1024 * 1024

  function isSmallEnough({ cmd, payload }) {
    const largest = CARRY_TEXT.has(cmd) ? LARGEST_TEXT : LARGEST_ARGUMENT
    try {
      return new TextEncoder().encode(JSON.stringify(payload ?? null)).length <= largest
    } catch {
      // Not JSON: no command takes such an argument.
      return false
    }
  }

  window.__TAURI_ISOLATION_HOOK__ = function (message) {
    if (COMMANDS.has(message.cmd) && isSmallEnough(message)) return message
    return { ...message, cmd: 'refused_by_isolation', payload: {} }
  }
})()
