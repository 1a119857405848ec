/** Questions of an organizer, wherever they are asked: of who registers, who is added, who gets a place from another. */
export interface Asked {
  id: string;
  kind: 'text' | 'select' | 'checkbox';
  label: string;
  help?: string | null | undefined;
  required: boolean;
  options: { key: string; label: string }[];
  max?: number | null | undefined;
}

export type Answers = Record<string, string | boolean>;

export function emptyAnswers(questions: Asked[]): Answers {
  return Object.fromEntries(questions.map(({ id, kind }) => [id, kind === 'checkbox' ? false : '']));
}

/** What is sent: no answer is no line. */
export function givenAnswers(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== ''));
}

/** What the server would refuse (RG-4). */
export function faultOf({ kind, required, max }: Asked, answer: string | boolean | undefined): 'missing' | 'tick' | 'long' | null {
  if (kind === 'checkbox') return required && answer !== true ? 'tick' : null;
  const text = typeof answer === 'string' ? answer : '';
  if (required && text.trim() === '') return 'missing';
  return max != null && text.length > max ? 'long' : null;
}
