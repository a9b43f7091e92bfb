// Puts the window on the page.

import { mount } from 'svelte';
import { call } from './backend/call';
import { followAddress } from './shared/locale.svelte';
import { stayOnPage } from './shared/stay';
import { Program } from './state/program.svelte';
import { routeOf } from './state/route';
import './styles/base.css';
import App from './views/App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id “app”.');

stayOnPage(document);
followAddress(location.href);
mount(App, { target, props: { program: new Program(call, routeOf(location.hash)) } });
