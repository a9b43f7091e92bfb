// What each command does. The record names every command, so that one without an act stops the build.

import { m } from '../paraglide/messages';
import type { CardAct } from '../state/cardacts.svelte';
import { commandOf, type CommandId } from '../state/commands';
import { plainLooks, zoomRange } from '../state/looks';
import type { Program } from '../state/program.svelte';
import type { PageName } from '../state/route';
import type { Granter } from '../state/wishes';

/** What only the page can do. */
export interface PageActs {
  /** Puts the keyboard into the search box, on the library page. */
  readonly focusSearch: () => void;
  /** Puts the keyboard into the reading pane. */
  readonly enterPane: () => void;
  /** Turns the reading pane into the editor of its card. */
  readonly edit: () => void;
}

/** At the end of a list or of the way back there is nothing to say. */
const quiet = new Set<string>(['go.back', 'go.forward', 'list.next', 'list.previous'] satisfies CommandId[]);

/** Makes the one place that runs commands. */
export function runner(program: Program, page: PageActs): (id: string) => void {
  const acts = actsOf(program, page);
  return (id) => {
    const command = commandOf(id);
    const why = command === undefined ? m.command_unknown({ id }) : command.unless?.(program.situation);
    if (command !== undefined && why === undefined) acts[command.id]();
    else if (why !== undefined && !quiet.has(id)) program.toasts.show({ text: why });
  };
}

/** Makes what grants the wishes of the desktop. */
export function granterOf(program: Program, page: PageActs, run: (id: string) => void): Granter {
  return {
    run: (id) => {
      program.overlay = undefined;
      run(id);
    },
    openCard: (key) => {
      program.overlay = undefined;
      program.browsing.open(key);
      page.enterPane();
    },
    search: (query) => {
      program.overlay = undefined;
      program.browsing.type(query);
      page.focusSearch();
    },
    askNewCard: (type, title) => {
      if (!program.newCard.ask({ type, title, linked: true })) {
        program.toasts.show({ text: m.newcard_link_waits({ title }), tone: 'caution', lasting: true });
        return;
      }
      program.overlay = undefined;
    },
    refuseLink: (message) => {
      program.toasts.show({ text: message, tone: 'caution', lasting: true });
    },
    askDrop: (files) => {
      program.overlay = undefined;
      void program.takeDrop(files);
    },
    hearShortcut: () => {
      program.desktop.heard();
    },
  };
}

/** The address of a card, as other programs can open it. */
export function linkTo(key: string): string {
  return `oneup://card/${key.split('/').map(encodeURIComponent).join('/')}`;
}

function actsOf(program: Program, page: PageActs): Readonly<Record<CommandId, () => void>> {
  const { browsing, travel, settings } = program;
  const go = (name: PageName, section?: string) => () => {
    travel.go(section === undefined ? { page: name } : { page: name, section });
  };
  const ask = (act: CardAct) => () => {
    program.askAbout(act);
  };
  const move = (step: 'next' | 'previous') => () => {
    if (travel.route.page !== 'library') travel.go({ page: 'library' });
    browsing.move(step);
  };
  const zoom = (next: (now: number) => number) => () => {
    const now = settings.values.zoom;
    const value = Math.min(Math.max(next(now), zoomRange.min), zoomRange.max);
    if (value !== now) void program.change({ name: 'zoom', value });
  };
  return {
    'search.focus': page.focusSearch,
    'palette.open': () => {
      program.show('palette');
    },
    'switcher.open': () => {
      program.show('switcher');
    },
    'help.keys': () => {
      program.show('keys');
    },
    'go.library': page.focusSearch,
    'go.map': go('map'),
    'go.gaps': go('gaps'),
    'go.review': go('review'),
    'go.bin': go('bin'),
    'go.bring': go('bring'),
    'go.settings': go('settings'),
    'go.activity': go('activity'),
    'go.gallery': go('gallery'),
    'app.support': go('activity', 'log'),
    'go.back': () => {
      travel.back();
    },
    'go.forward': () => {
      travel.forward();
    },
    'list.next': move('next'),
    'list.previous': move('previous'),
    'card.new': () => {
      program.newCard.ask();
    },
    'card.edit': page.edit,
    'card.copy-link': () => void copyLink(program),
    'card.open-window': () => {
      const key = browsing.reader.page?.key;
      if (key !== undefined) void program.openWindow(key);
    },
    'card.neighbourhood': () => {
      const key = browsing.reader.page?.key;
      if (key !== undefined) travel.go({ page: 'map', section: key });
    },
    'card.history': () => {
      const key = browsing.reader.page?.key;
      if (key !== undefined) travel.go({ page: 'history', section: key });
    },
    'card.still-true': () => {
      if (program.subject !== undefined) program.review.ask(program.subject);
    },
    'card.rename': ask('rename'),
    'card.move': ask('move'),
    'card.split': ask('split'),
    'card.merge': ask('merge'),
    'card.merge-copy': () => {
      program.mergeCopy();
    },
    'card.delete': ask('delete'),
    'bin.empty': () => {
      travel.go({ page: 'bin' });
      void program.bin.refresh().then(() => {
        program.bin.ask('all');
      });
    },
    'window.new': () => void program.openWindow(null),
    'facets.clear': () => void browsing.search.clearFilters(),
    'library.choose': () => {
      travel.go({ page: 'bring' });
      void program.bring.choose('in_place');
    },
    'library.import-folder': () => {
      travel.go({ page: 'bring' });
      void program.bring.choose('folder');
    },
    'library.import-table': () => {
      travel.go({ page: 'bring' });
      void program.bring.choose('table');
    },
    'library.export': () => {
      travel.go({ page: 'bring' });
      void program.bring.chooseExport();
    },
    'library.rebuild': () => void browsing.library.act('rebuild_index'),
    'library.refresh': () => void browsing.library.act('refresh_index'),
    'edit.undo': () => void program.acts.undo(),
    'edit.redo': () => void program.acts.redo(),
    'edit.replace': go('replace'),
    'view.theme-system': () => void program.change({ name: 'theme', value: 'system' }),
    'view.theme-light': () => void program.change({ name: 'theme', value: 'light' }),
    'view.theme-dark': () => void program.change({ name: 'theme', value: 'dark' }),
    'view.contrast': () => {
      const value = settings.values.contrast === 'more' ? 'system' : 'more';
      void program.change({ name: 'contrast', value });
    },
    'view.density': () => {
      const value = settings.values.density === 'compact' ? 'comfortable' : 'compact';
      void program.change({ name: 'density', value });
    },
    'view.zoom-in': zoom((now) => now + zoomRange.step),
    'view.zoom-out': zoom((now) => now - zoomRange.step),
    'view.zoom-reset': zoom(() => plainLooks.zoom),
    'view.menu-bar': () => void program.change({ name: 'menu_bar', value: !settings.values.menu_bar }),
  };
}

async function copyLink({ browsing, toasts }: Program): Promise<void> {
  const key = browsing.reader.page?.key;
  if (key === undefined) return;
  const link = linkTo(key);
  try {
    await navigator.clipboard.writeText(link);
    toasts.show({ text: m.command_link_copied(), tone: 'good' });
  } catch {
    // The link is shown, so that it can be copied by hand.
    toasts.show({ text: m.command_link_not_copied({ link }), lasting: true });
  }
}
