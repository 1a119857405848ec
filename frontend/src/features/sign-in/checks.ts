import * as z from 'zod/mini';

/** An address that a mail server could take; the mail itself is the proof. */
export const emailField = (message: string) => z.string().check(z.refine((text) => /^\S+@\S+\.\S+$/.test(text.trim()), message));
export const filled = (message: string) => z.string().check(z.refine((text) => text.trim() !== '', message));

export const PASSWORD_LEAST = 8;

/** The server knows more (length, known breaches) and its sentence lands on the field. */
export const newPassword = (message: string, { optional = false } = {}) =>
  z.string().check(z.refine((text) => (optional && text === '') || text.length >= PASSWORD_LEAST, message));
