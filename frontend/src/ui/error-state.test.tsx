import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ErrorState } from './error-state';
import { ProblemError } from '@/lib/http/problem';
import { renderPart } from '@/test/render';

const refused = new ProblemError({ type: 'about:blank', title: 'Unauthorized', status: 401, code: 'unauthenticated', detail: 'Sign in to go on.' });

/** UX section 2.6: every failure names the next step. */
test('whoever has to sign in is given the way there, and back to here', () => {
  renderPart(<ErrorState error={refused} onRetry={() => undefined} />);
  expect(screen.getByRole('alert')).toHaveTextContent('Sign in to go on.');
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in?next=%2F');
});

test('what a page offers instead is not doubled', () => {
  renderPart(<ErrorState error={refused} actions={<a href="/elsewhere">Elsewhere</a>} />);
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Elsewhere']);
});
