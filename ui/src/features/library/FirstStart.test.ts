import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { byHand, status } from '../../../tests/support/program';
import { Library } from '../../state/library.svelte';
import FirstStart from './FirstStart.svelte';

describe('the first start', () => {
  it('shows where a library would be made before it is', async () => {
    const { call, asked } = byHand();
    render(FirstStart, {
      library: new Library(call, () => undefined),
      status: status({ path: null, index: { kind: 'absent' } }),
      onchoose: () => undefined,
    });
    expect(screen.getByTestId('first-start').textContent).toContain('/documents/One-Up');
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByTestId('create-library'));
    expect(asked.map(({ command }) => command)).toEqual(['create_library']);
    expect(screen.getByTestId('choose-library').hasAttribute('disabled')).toBe(true);
  });
});
