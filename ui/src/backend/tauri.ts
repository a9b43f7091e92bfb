// The window's transport.

import { invoke } from '@tauri-apps/api/core';
import type { Transport } from './transport';

/** Hands the command to the window. Its calls cannot be called off: an answer nobody waits for is dropped. */
export const transport: Transport = (command, request) => invoke(command, { request });
