// Puts the window on the page.

import { mount } from 'svelte';
import { call } from './backend/call';
import { followAddress } from './shared/locale.svelte';
import { stayOnPage } from './shared/stay';
import { Program } from './state/program.svelte';
import { routeOf } from './state/route';
import './styles/base.css';
import App from './views/App.svelte';

/** Puts the window on the page, whose first cards were asked for already and are on their way meanwhile. */
function show(program: Program): void {
  const target = document.getElementById('app');
  if (target === null) throw new Error('index.html has no element with the id “app”.');
  stayOnPage(document);
  mount(App, { target, props: { program } });
}

followAddress(location.href);
const program = new Program(call, routeOf(location.hash));
void program.list();
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', () => {
    show(program);
  });
} else {
  show(program);
}
