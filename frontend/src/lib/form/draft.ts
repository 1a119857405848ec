/** What was typed survives reload and sign-out by time: kept per form, cleared when sent. */
const PREFIX = 'accredit.draft.';

export interface Draft {
  values: unknown;
  savedAt: string;
}

export function readDraft(name: string): Draft | null {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}

export function writeDraft(name: string, values: unknown, now: Date): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ values, savedAt: now.toISOString() }));
  } catch {
    // A full or refused storage loses only the draft, never what stands in the form.
  }
}

export function clearDraft(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept either.
  }
}

/** Sign-out leaves nothing for the next person on the device (UX-44). */
export function clearDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
