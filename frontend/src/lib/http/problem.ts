/** The one error that requests throw: an RFC 9457 problem, or the line being down. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  instance?: string;
  errors?: FieldProblem[];
  [extension: string]: unknown;
}

export class ProblemError extends Error {
  readonly problem: Problem;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get errors(): FieldProblem[] {
    return this.problem.errors ?? [];
  }

  /** The request id, to copy when it is our fault. */
  get requestId(): string | null {
    return this.problem.instance ?? null;
  }

  get offline(): boolean {
    return this.problem.status === 0;
  }

  is(...codes: string[]): boolean {
    return codes.includes(this.problem.code);
  }

  static ofResponse(response: Response, body: unknown): ProblemError {
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new ProblemError(
      looksLikeProblem(body)
        ? { ...body, status: response.status }
        : {
            type: 'about:blank',
            title: response.statusText || 'The server gave an answer that we do not understand',
            status: response.status,
            code: 'unknown',
            instance: response.headers.get('x-request-id') ?? undefined,
          },
      Number.isFinite(wait) ? wait : null,
    );
  }

  static ofNetwork(cause: unknown): ProblemError {
    const code = cause instanceof DOMException && cause.name === 'TimeoutError' ? 'timeout' : 'offline';
    return new ProblemError({ type: 'about:blank', title: 'No answer from the server', status: 0, code });
  }
}

function looksLikeProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}

export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError;
}
