/** What a file of evidence shows: Stripe takes one of each kind, and so does the server. */
export const EXHIBITS = ['receipt', 'customer_communication', 'service_documentation', 'uncategorized_file'] as const;
export type Exhibit = (typeof EXHIBITS)[number];
export type Exhibits = Partial<Record<Exhibit, File>>;

/** All files together. */
export const LIMIT_BYTES = 5 * 1_048_576;

const STARTS = [
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
];

/** Whether it begins like a PDF, a PNG or a JPEG: a name proves nothing. */
export async function isReadable(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  return STARTS.some((start) => start.every((byte, at) => head[at] === byte));
}

export const sizeOf = (files: Exhibits): number => EXHIBITS.reduce((sum, exhibit) => sum + (files[exhibit]?.size ?? 0), 0);
