import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { Button } from './button';
import { Dialog, Drawer } from './dialog';
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

function Nested() {
  const [open, setOpen] = useState(false);
  return (
    <Drawer open onClose={() => undefined} title="Payment">
      <Button onClick={() => setOpen(true)}>Correct</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Correct the invoice">
        <Button>Save</Button>
      </Dialog>
    </Drawer>
  );
}

test('a dialog above a drawer gives the focus back into the drawer', async () => {
  const { user } = renderPart(<Nested />);
  (await screen.findByRole('button', { name: 'Correct' })).focus();
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('dialog', { name: 'Correct the invoice' })).toHaveFocus();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Correct' })).toHaveFocus());
});
