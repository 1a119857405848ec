/**
 * Holds what tests and gallery let the network answer against the contracts of the functions
 * (UX-58), so that a mock cannot promise a field or a value that no function sends.
 */
interface Shape {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: boolean | Shape;
  items?: Shape;
  allOf?: Shape[];
  oneOf?: Shape[];
  anyOf?: Shape[];
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: Shape }> }>;
}

interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Shape> };
}

const contracts = Object.values(import.meta.glob<Contract>('../../../functions/*/openapi.json', { eager: true, import: 'default' }));

/** What is wrong with `body` as the answer to this request; an empty list is a kept promise. */
export function brokenPromises(method: string, address: string, body: unknown): string[] {
  const found = operationOf(method, address);
  if (found === undefined) return [`no function answers ${method.toUpperCase()} ${address}`];
  const { operation, contract } = found;
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = success?.content?.['application/json']?.schema;
  return schema === undefined ? [] : new Check(contract).of(schema, body, '');
}

function operationOf(method: string, address: string) {
  const pieces = address.split('/');
  let best: { operation: Operation; contract: Contract; exact: number } | undefined;
  for (const contract of contracts) {
    for (const [path, operations] of Object.entries(contract.paths)) {
      const operation = operations[method];
      const parts = path.split('/');
      const isVariable = (at: number) => parts[at]?.startsWith('{') === true;
      const fits = parts.length === pieces.length && parts.every((part, at) => isVariable(at) || part === pieces[at]);
      const exact = parts.filter((part, at) => part === pieces[at]).length;
      if (operation && fits && (best === undefined || exact > best.exact)) best = { operation, contract, exact };
    }
  }
  return best;
}

class Check {
  readonly #schemas: Record<string, Shape>;

  constructor({ components }: Contract) {
    this.#schemas = components?.schemas ?? {};
  }

  of(shape: Shape, value: unknown, at: string): string[] {
    const resolved = this.#resolve(shape);
    const choices = resolved.oneOf ?? resolved.anyOf;
    if (choices) return this.#oneOf(choices, value, at);
    if (resolved.enum && !resolved.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}, not of ${resolved.enum.join(', ')}`];
    const kind = kindOf(value);
    const kinds = [resolved.type ?? []].flat();
    if (kinds.length > 0 && !kinds.includes(kind) && !(kind === 'integer' && kinds.includes('number'))) return [`${at} is ${kind}, not ${kinds.join(' or ')}`];
    if (Array.isArray(value)) return value.flatMap((one, index) => this.of(resolved.items ?? {}, one, `${at}/${String(index)}`));
    return kind === 'object' ? this.#object(resolved, value as Record<string, unknown>, at) : [];
  }

  /** Follows references and lays the parts of `allOf` over each other. */
  #resolve(shape: Shape): Shape {
    if (shape.$ref !== undefined) return this.#resolve(this.#schemas[shape.$ref.split('/').at(-1) ?? ''] ?? {});
    if (!shape.allOf) return shape;
    const parts = [...shape.allOf.map((part) => this.#resolve(part)), { properties: shape.properties, required: shape.required }];
    return {
      ...shape,
      allOf: undefined,
      oneOf: shape.oneOf ?? parts.find(({ oneOf }) => oneOf)?.oneOf,
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, Shape>,
      required: parts.flatMap(({ required }) => required ?? []),
    };
  }

  // The complaints of the nearest choice say most.
  #oneOf(choices: Shape[], value: unknown, at: string): string[] {
    const complaints = choices.map((choice) => this.of(choice, value, at)).sort((one, two) => one.length - two.length);
    return complaints[0] ?? [];
  }

  #object({ properties, required = [], additionalProperties }: Shape, value: Record<string, unknown>, at: string): string[] {
    const lacking = required.filter((key) => value[key] === undefined).map((key) => `${at}/${key} is lacking`);
    const wrong = Object.entries(value).flatMap(([key, one]) => {
      if (one === undefined) return [];
      const property = properties?.[key];
      if (property) return this.of(property, one, `${at}/${key}`);
      if (typeof additionalProperties === 'object') return this.of(additionalProperties, one, `${at}/${key}`);
      return properties && additionalProperties !== true ? [`${at}/${key} is not in the contract`] : [];
    });
    return [...lacking, ...wrong];
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
