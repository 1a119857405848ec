import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useUrlState } from './url-state';
import { renderPart } from '@/test/render';

function Two() {
  const [, set] = useUrlState({ q: '', status: 'all' });
  const both = () => {
    set({ q: 'renal' });
    set({ status: 'live' });
  };
  return (
    <>
      <button type="button" onClick={both}>both</button>
      <button type="button" onClick={() => set({ q: '', status: 'all' })}>none</button>
    </>
  );
}

/** UX-13 */
test('two changes before the next rendering both stand in the address; defaults are left out', async () => {
  const { user, address } = renderPart(<Two />);
  await user.click(screen.getByRole('button', { name: 'both' }));
  expect(address()).toBe('/?q=renal&status=live');
  await user.click(screen.getByRole('button', { name: 'none' }));
  expect(address()).toBe('/');
});
