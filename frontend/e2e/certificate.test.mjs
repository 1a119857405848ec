import assert from 'node:assert/strict';
import { readFile, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { completed, guest, organizer, publishedEvent, wasThere } from './organizer.mjs';
import { advance, call, mailWith, until } from './server.mjs';

let event;
let person;
let code;
let file;

// One hour is held, everybody was there, and the certificate comes by itself.
before(async () => {
  const owner = await organizer();
  event = await publishedEvent(owner, { title: 'Wound care, accredited', startsInMinutes: 5, credit: true });
  person = await guest(event);
  await advance(70 * 60);
  await completed(owner, event);
  await wasThere(owner, event, person);
}, { timeout: 120_000 });

atEveryWidth(test, 'UX-J4: the certificate lies on the personal link, with nothing to enter', async (journey) => {
  await journey.open(`/r/${person.token}`);
  await journey.page.getByRole('heading', { name: 'Your certificate is here' }).waitFor({ timeout: 90_000 });
  await journey.sees(event.title);
  const download = journey.page.waitForEvent('download');
  await journey.page.getByRole('button', { name: 'Download PDF' }).and(journey.page.locator(':not([aria-disabled])')).click({ timeout: 60_000 });
  file = await (await download).path().then((path) => readFile(path));
  assert.equal(file.subarray(0, 5).toString(), '%PDF-');
  code = (await journey.page.getByRole('link', { name: 'Open the check page' }).getAttribute('href')).split('/').at(-1);
  journey.within({ screens: 1, inputs: 0 });
  await mailWith(person.email, '/verify/');
});

atEveryWidth(test, 'UX-J5: a sceptic opens the link and reads the verdict', async (journey) => {
  await journey.open(`/verify/${code}`);
  await journey.sees(event.title);
  await journey.reads('Genuine');
  journey.within({ screens: 1, inputs: 0 });
});

atEveryWidth(test, 'UX-J5: on paper there is the code', async (journey) => {
  await journey.open('/verify');
  await journey.sees('Verify a certificate');
  await journey.types('Certificate code', code.toLowerCase());
  await journey.presses('Check');
  await journey.reads('Genuine');
  assert.equal(journey.inputs, 1);
});

atEveryWidth(test, 'UX-J5: the issued file is known, an altered one is called so', async (journey) => {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const altered = Buffer.from(file);
  altered[altered.length - 20] ^= 1;
  await writeFile(join(folder, 'issued.pdf'), file);
  await writeFile(join(folder, 'altered.pdf'), altered);
  await journey.open(`/verify/${code}`);
  await journey.sees(event.title);
  const drop = journey.page.locator('input[type=file]');
  await drop.setInputFiles(join(folder, 'issued.pdf'));
  await journey.reads('This is the issued file, unchanged');
  await journey.page.getByRole('button', { name: /Remove/ }).click();
  await drop.setInputFiles(join(folder, 'altered.pdf'));
  await journey.reads('This file is not the issued one');
  await journey.looksClean();
});

test('the check tells the same without a browser', async () => {
  const { data } = await until('the check', () => call('GET', `/api/v1/certificates/verify/${code}`));
  assert.equal(data.state, 'valid');
  // A guest who said nothing about it is shown by initials.
  assert.equal(data.holder.name, 'Ł. Ż.');
});
