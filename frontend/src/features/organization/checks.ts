/** Shapes that the API asks for, so that they are said before anybody is asked. */
import * as z from 'zod/mini';

export const nameOf = (message: string) => z.string().check(z.trim(), z.minLength(2, message), z.maxLength(120, message));

/** OR-11; reserved and taken ones are known to the server alone. */
export const slugOf = (message: string) => z.string().check(z.trim(), z.regex(/^[a-z0-9-]{3,60}$/, message));

export const prefixOf = (message: string) => z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z0-9]{2,8}$/, message));

export const addressOf = (message: string) => z.string().check(z.trim(), z.regex(/^$|^https:\/\/\S{4,}$/, message));

export const emailOf = (message: string) => z.string().check(z.trim(), z.regex(/^$|^\S+@\S+\.\S+$/, message));

export const phoneOf = (message: string) => z.string().check(z.trim(), z.regex(/^$|^.{3,20}$/, message));

const LINKS = 5;

/** One address a line, five at most. */
export const linksOf = (message: string) =>
  z.string().check(z.refine((text) => toLinks(text).length <= LINKS && toLinks(text).every((link) => /^https:\/\/\S{4,}$/.test(link)), message));

export const toLinks = (text: string): string[] => text.split(/\s+/).filter((link) => link !== '');
