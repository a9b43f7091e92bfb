// Puts the library view on the page.

import { mount } from 'svelte';
import { call } from './backend/call';
import { stayOnPage } from './shared/stay';
import { Browsing } from './state/browsing.svelte';
import { OutsideLink } from './state/outside.svelte';
import './styles/base.css';
import LibraryView from './views/LibraryView.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id “app”.');

stayOnPage(document);
mount(LibraryView, { target, props: { browsing: new Browsing(call), outside: new OutsideLink(call) } });
