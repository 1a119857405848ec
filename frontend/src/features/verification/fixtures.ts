import type { Verification } from './api';

/** A check as the server answers it; tests and gallery change what they are about. */
export function aCheck(change: Partial<Verification> = {}): Verification {
  return {
    code: '7K2M-9QXR-4TNB-HC3S',
    state: 'valid',
    state_on: null,
    reason: null,
    replaced_by: null,
    kind: 'credit',
    number: 'CPD-2026-000118',
    issued_on: '2026-03-04',
    expires_on: null,
    holder: { shown: 'full', name: 'Łukasz Żółć', professional_title: 'Consultant pathologist', organization_name: null, can_check_name: false },
    issuer: { name: 'Alpine Pathology Society', address: 'Rämistrasse 100\n8091 Zürich, Switzerland', website: 'https://aps.example.org', domain: 'aps.example.org', slug: 'aps', logo_url: null },
    offering: { kind: 'event', title: 'Renal transplant pathology: patterns of rejection', slug: 'renal-2026', from: '2026-03-03', to: '2026-03-03', dates: '3 March 2026', place_or_mode: 'Live online' },
    counted_seconds: 6240,
    counted_time: '1 h 44 min',
    duration: '2 h',
    method: 'Live online',
    credits: [
      {
        credits: 2000, credits_text: '2.0', unit: 'credits', credit_type: 'external', mark: null, body: 'Royal College of Pathologists',
        activity_date: '2026-03-03', approval_number: 'RCP-2026-0417', session: null, lines: [],
        rule: { code: 'rcpath', number: 1, source_title: 'CPD scheme 2024', source_url: 'https://example.org/cpd.pdf' },
        derivation: '104 of 120 min · 50-min unit · fifths, down → 2.0',
      },
    ],
    approval_sentence: 'This activity has been approved for 2.0 CPD credits.',
    fields: [
      { key: 'full_name', label: 'Name', text: 'Łukasz Żółć' },
      { key: 'offering_title', label: 'Activity', text: 'Renal transplant pathology: patterns of rejection' },
      { key: 'offering_dates', label: 'Date', text: '3 March 2026' },
      { key: 'delivery_method', label: 'Method', text: 'Live online' },
      { key: 'counted_time', label: 'Time counted', text: '1 h 44 min' },
      { key: 'credits', label: 'Credits', text: '2.0 external credits, Royal College of Pathologists' },
      { key: 'certificate_number', label: 'Certificate number', text: 'CPD-2026-000118' },
    ],
    imported_from: null,
    file: { ready: true, sha256: '0'.repeat(64), public: false, url: null },
    checked: ['The certificate was issued here and stands unchanged since 4 March 2026.', 'The issuer has proven its domain aps.example.org.'],
    not_checked: ['Who shows you the certificate: compare the name with a document.', 'What the holder has learnt.'],
    ...change,
  };
}
