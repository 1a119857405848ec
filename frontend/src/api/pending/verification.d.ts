import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/certificates/verify/{code}': {
      get: Endpoint<{ path: { code: string }; reply: PendingSchemas['Verification'] }>;
    };
    '/api/v1/certificates/verify/{code}/file': {
      post: Endpoint<{ path: { code: string }; body: { sha256: string }; reply: PendingSchemas['FileCheck'] }>;
    };
    '/api/v1/certificates/verify-file': {
      post: Endpoint<{ body: { sha256: string }; reply: PendingSchemas['UnknownFileCheck'] }>;
    };
    '/api/v1/certificates/verify/{code}/name': {
      post: Endpoint<{ path: { code: string }; body: { name: string }; reply: { matches: boolean } }>;
    };
  }
  interface PendingSchemas {
    FileCheck: { result: 'issued' | 'superseded' | 'different' | 'not_ready'; code?: string | null };
    UnknownFileCheck: { result: 'issued' | 'superseded' | 'revoked' | 'unknown'; code?: string | null };
    VerifiedCredit: {
      credits: number;
      credits_text: string;
      unit: string;
      credit_type: string;
      mark?: string | null;
      body: string;
      activity_date: string;
      approval_number?: string | null;
      session?: string | null;
      lines: { category: string; topic?: string | null; credits: number }[];
      rule: { code: string; number: number; source_title?: string | null; source_url?: string | null };
      derivation: string;
    };
    Verification: {
      code: string;
      state: 'valid' | 'expired' | 'superseded' | 'revoked' | 'erased' | 'preview';
      state_on?: string | null;
      reason?: 'issued_in_error' | 'fraud' | 'withdrawn_by_body' | 'duplicate' | 'other' | null;
      replaced_by?: string | null;
      kind: 'credit' | 'attendance';
      number: string;
      issued_on: string;
      expires_on?: string | null;
      holder: {
        shown: 'full' | 'initials' | 'hidden';
        name?: string | null;
        professional_title?: string | null;
        organization_name?: string | null;
        can_check_name: boolean;
      };
      issuer: {
        name: string;
        address?: string | null;
        website?: string | null;
        domain?: string | null;
        slug?: string | null;
        logo_url?: string | null;
      };
      offering: {
        kind: 'event';
        title: string;
        slug?: string | null;
        from: string;
        to: string;
        dates: string;
        place_or_mode: string;
      };
      counted_seconds: number;
      counted_time: string;
      duration: string;
      method: string;
      credits: PendingSchemas['VerifiedCredit'][];
      approval_sentence?: string | null;
      fields: { key: string; label: string; text: string }[];
      imported_from?: string | null;
      file: { ready: boolean; sha256?: string | null; public: boolean; url?: string | null };
      checked: string[];
      not_checked: string[];
    };
  }
}
