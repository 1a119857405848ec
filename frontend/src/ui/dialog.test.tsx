import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { Button } from './button';
import { Dialog } from './dialog';
import { Menu } from './menu';
import { PageHeader } from './page-header';
import { renderPart } from '@/test/render';

function Sample({ gone = false }: { gone?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <PageHeader title="Refunds" />
      {!(gone && open) && <Button onClick={() => setOpen(true)}>Refund</Button>}
      <Menu label="Actions" items={[{ label: 'Settle', onSelect: () => setOpen(true) }]} />
      {open && (
        <Dialog open onClose={() => setOpen(false)} title="Refund" description="The sum is exact.">
          <Button>Pay back</Button>
        </Dialog>
      )}
    </>
  );
}

test('a dialog takes the focus to its title, keeps it, and gives it back to what opened it', async () => {
  const { user } = renderPart(<Sample />);
  screen.getByRole('button', { name: 'Refund' }).focus();
  await user.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', { name: 'Refund' });
  expect(dialog).toHaveFocus();
  await user.tab();
  expect(screen.getByRole('button', { name: 'Close' })).toHaveFocus();
  await user.tab();
  await user.tab();
  expect(screen.getByRole('button', { name: 'Close' })).toHaveFocus();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Refund' })).toHaveFocus());
});

test('what a menu opened gives the focus back to the button of the menu', async () => {
  const { user } = renderPart(<Sample />);
  screen.getByRole('button', { name: 'Actions' }).focus();
  await user.keyboard('{Enter}');
  await user.keyboard('{Enter}');
  await screen.findByRole('dialog');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Actions' })).toHaveFocus());
});

test('where the opener is gone the heading of the page takes the focus', async () => {
  const { user } = renderPart(<Sample gone />);
  await user.click(screen.getByRole('button', { name: 'Refund' }));
  await screen.findByRole('dialog');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Refunds' })).toHaveFocus());
});
