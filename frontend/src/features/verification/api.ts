import { queryOptions, useMutation } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Verification = Schema<'Verification'>;

/** The only file of the feature that knows addresses and query keys. */
export const verification = {
  of: (code: string) =>
    queryOptions({
      queryKey: ['verification', code],
      queryFn: ({ signal }) => http.get('/api/v1/certificates/verify/{code}', { as: 'anyone', path: { code }, signal }),
    }),
};

export function useCheckFile(code: string) {
  return useMutation({
    mutationFn: async (file: File) =>
      http.post('/api/v1/certificates/verify/{code}/file', { as: 'anyone', path: { code }, body: { sha256: await sha256(file) } }),
  });
}

/** For a file that comes without a code. */
export function useFindFile() {
  return useMutation({
    mutationFn: async (file: File) =>
      http.post('/api/v1/certificates/verify-file', { as: 'anyone', body: { sha256: await sha256(file) } }),
  });
}

export function useCheckName(code: string) {
  return useMutation({
    mutationFn: (name: string) =>
      http.post('/api/v1/certificates/verify/{code}/name', { as: 'anyone', path: { code }, body: { name } }),
  });
}

/** Hashed in the browser: the file itself never leaves it (UX-50). */
export async function sha256(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(await file.arrayBuffer()));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
