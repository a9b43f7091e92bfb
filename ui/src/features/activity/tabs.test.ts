import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { byHand, settled, status } from '../../../tests/support/program';
import { CallError } from '../../backend/error';
import type { Task, TaskState } from '../../generated/api';
import { Logs } from '../../state/logs.svelte';
import { Network } from '../../state/network.svelte';
import { Tasks } from '../../state/tasks.svelte';
import NetworkTab from './NetworkTab.svelte';
import SupportDialog from './SupportDialog.svelte';
import { showTime } from './times';
import WorkIndicator from './WorkIndicator.svelte';
import WorkTab from './WorkTab.svelte';

afterEach(() => {
  vi.unstubAllGlobals();
});

function task(id: number, state: TaskState): Task {
  return { id, kind: 'read_files', state, began: '2026-11-22T20:00:00Z' };
}

async function working(...list: Task[]) {
  const program = byHand();
  const tasks = new Tasks(program.call);
  void tasks.refresh();
  await program.asked[0]?.answer({ tasks: list });
  return { ...program, tasks };
}

describe('work', () => {
  it('shows how far it is and can be stopped', async () => {
    const { tasks, last } = await working(task(3, { kind: 'running', done: 1200, total: 9000 }));
    render(WorkTab, { tasks });
    tasks.stop();
    expect(screen.getByTestId('task').textContent).toContain('1,200 of 9,000');
    await fireEvent.click(screen.getByText('Stop', { selector: 'button *' }));
    expect(last('cancel_task').request).toEqual({ id: 3 });
  });

  it('says what it left out, and how many more', async () => {
    const left_out = [{ path: 'a.md', why: 'Its front matter is not closed.' }];
    const { tasks } = await working(task(1, { kind: 'done', done: 3, left_out, left_out_total: 5 }));
    render(WorkTab, { tasks });
    const heading = screen.getByRole('button', { name: '5 files left out' });
    expect(heading.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(heading);
    expect(heading.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText('a.md')).toBeDefined();
    expect(screen.getByText('Its front matter is not closed.')).toBeDefined();
    expect(screen.getByText('And 4 more.')).toBeDefined();
  });

  it('goes on where it was stopped, from the newest only', async () => {
    const { tasks, last } = await working(
      task(1, { kind: 'cancelled', done: 1, total: 9 }),
      task(2, { kind: 'cancelled', done: 2, total: 9 }),
    );
    render(WorkTab, { tasks });
    expect(screen.getAllByText(/Stopped after/).map(({ textContent }) => textContent)).toEqual([
      'Stopped after 2 of 9 files. What was read can be found.',
      'Stopped after 1 of 9 files. What was read can be found.',
    ]);
    await fireEvent.click(screen.getByTestId('task-go-on'));
    await last('refresh_index').answer(status());
    expect(last('tasks')).toBeDefined();
  });

  it('says why it failed, and what would mend it', async () => {
    const error = { code: 'failed', message: 'The disk is full.', hint: 'Make room.' } as const;
    const { tasks } = await working(task(1, { kind: 'failed', error }));
    render(WorkTab, { tasks });
    expect(screen.getByTestId('task').textContent).toContain('The disk is full.');
    expect(screen.getByTestId('task').textContent).toContain('Make room.');
  });

  it('says that there is none, or why it cannot be listed', async () => {
    const none = await working();
    const { unmount } = render(WorkTab, { tasks: none.tasks });
    expect(screen.getByTestId('tasks-none')).toBeDefined();
    unmount();
    const program = byHand();
    const tasks = new Tasks(program.call);
    render(WorkTab, { tasks });
    void tasks.refresh();
    await program.asked[0]?.refuse(new CallError({ code: 'failed', message: 'No.' }));
    await settled();
    expect(screen.getByTestId('activity-trouble').textContent).toContain('No.');
    await fireEvent.click(screen.getByText('Try again', { selector: 'button *' }));
    expect(program.asked).toHaveLength(2);
  });
});

describe('the sign of work in the foot', () => {
  it('is there while something goes on, and leads to it', async () => {
    const { tasks } = await working(task(1, { kind: 'running', done: 1, total: 9 }));
    const onopen = vi.fn();
    render(WorkIndicator, { tasks, onopen });
    const sign = within(screen.getByTestId('work-indicator'));
    expect(sign.getByRole('progressbar').getAttribute('value')).toBe('1');
    await fireEvent.click(sign.getByRole('button', { name: 'Work under way: Reading files. Show it.' }));
    expect(onopen).toHaveBeenCalledOnce();
    tasks.stop();
    tasks.list = [];
    await settled();
    expect(screen.queryByTestId('work-indicator')).toBeNull();
  });
});

describe('the text for a person who helps', () => {
  async function shown() {
    const { call, asked } = byHand();
    const logs = new Logs(call);
    void logs.askSupport();
    await asked[0]?.answer({ text: 'One-Up 0.1.0', left_out: 3 });
    render(SupportDialog, { logs, open: true, onclose: () => undefined });
    return screen.findByTestId('support-dialog');
  }

  it('is shown whole, with how much was left out, and copied when the user says so', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    const dialog = await shown();
    expect(dialog.textContent).toContain('3 names, paths and addresses were left out.');
    expect(screen.getByTestId<HTMLTextAreaElement>('support-text').value).toBe('One-Up 0.1.0');
    expect(writeText).not.toHaveBeenCalled();
    await fireEvent.click(screen.getByTestId('support-copy'));
    await settled();
    expect(writeText).toHaveBeenCalledWith('One-Up 0.1.0');
    expect(screen.getByTestId('support-outcome').textContent).toContain('Copied');
  });

  it('is selected to be copied by hand where the system refuses', async () => {
    vi.stubGlobal('navigator', {});
    await shown();
    await fireEvent.click(screen.getByTestId('support-copy'));
    await settled();
    const field = screen.getByTestId<HTMLTextAreaElement>('support-text');
    expect(document.activeElement).toBe(field);
    expect(field.selectionEnd).toBe('One-Up 0.1.0'.length);
    expect(screen.getByTestId('support-outcome').textContent).toContain('is selected');
  });
});

describe('what was sent', () => {
  it('is nothing, and says why', async () => {
    const { call, asked } = byHand();
    const network = new Network(call);
    void network.refresh();
    await asked[0]?.answer({ requests: [] });
    render(NetworkTab, { network });
    expect(screen.getByTestId('network-none').textContent).toContain('Nothing was sent');
  });

  it('is listed request by request', async () => {
    const { call, asked } = byHand();
    const network = new Network(call);
    void network.refresh();
    const request = {
      at: '2026-11-22T20:00:00Z',
      host: 'packs.example',
      what: 'timestamp.json',
      bytes: 12_345,
    };
    await asked[0]?.answer({ requests: [request] });
    render(NetworkTab, { network });
    const log = screen.getByTestId('network-log').textContent;
    expect(log).toContain('packs.example');
    expect(log).toContain('12,345');
  });
});

describe('moments', () => {
  it('stand in the user’s form, and as written where they are none', () => {
    expect(showTime('2026-11-22T20:00:05', 'en-GB')).toBe('22 Nov, 20:00:05');
    expect(showTime('soon')).toBe('soon');
    expect(showTime('')).toBe('');
  });
});
