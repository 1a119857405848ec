import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/cpd/bodies': { get: Endpoint<{ reply: { data: PendingSchemas['Body'][] } }> };
    '/api/v1/cpd/credit-types': { get: Endpoint<{ query?: { body_id?: string }; reply: { data: PendingSchemas['CreditType'][] } }> };
    '/api/v1/cpd/rule-sets': { get: Endpoint<{ query?: { body_id?: string; status?: string }; reply: { data: PendingSchemas['RuleSet'][] } }> };
    '/api/v1/cpd/rule-sets/{id}/try': {
      post: Endpoint<{
        path: { id: string };
        body: { counted_seconds: number; scheduled_seconds: number };
        reply: { credits: number; credits_text: string; derivation: string };
      }>;
    };
    '/api/v1/cpd/designations': {
      get: Endpoint<{ query: { offering: string }; reply: { data: PendingSchemas['Designation'][] } }>;
      post: Endpoint<{ body: PendingSchemas['DesignationBody']; reply: PendingSchemas['Designation'] }>;
    };
    '/api/v1/cpd/designations/{id}': {
      patch: Endpoint<{
        path: { id: string };
        body: { max_credits?: number; status?: PendingSchemas['DesignationStatus']; approval_number?: string };
        reply: PendingSchemas['Designation'];
      }>;
    };
  }
  interface PendingSchemas {
    Body: { id: string; name: string; short_name: string; jurisdiction: string | null; website: string | null; own: boolean };
    CreditType: {
      id: string; body_id: string; body: string; code: string; name: string; unit_one: string; unit_many: string; mark: string | null; own: boolean;
      rule_sets: { id: string; code: string; number: number; status: string; summary: string; note: string | null }[];
    };
    RuleSet: {
      id: string; body_id: string; body: string; code: string; number: number; status: 'draft' | 'published' | 'retired'; own: boolean;
      effective_from: string | null; effective_to: string | null; source: { title: string; url: string; checked_on: string } | null;
      note: string | null; summary: string;
    };
    DesignationStatus: 'draft' | 'applied' | 'approved' | 'denied' | 'expired' | 'withdrawn';
    Designation: {
      id: string; offering: string; session_id: string | null; session: string | null; credit_type_id: string; credit_type: string; body: string;
      unit: string; rule_set_id: string | null; rule_set: { code: string; number: number; summary: string; note: string | null } | null;
      max_credits: number; max_credits_text: string; status: PendingSchemas['DesignationStatus']; approval_number: string | null;
      valid_from: string | null; valid_to: string | null; wording: string | null; next: PendingSchemas['DesignationStatus'][];
    };
    DesignationBody: {
      offering: string; session_id?: string; credit_type_id: string; rule_set_id?: string; max_credits?: number;
      status?: 'draft' | 'applied' | 'approved'; approval_number?: string;
    };
  }
}
