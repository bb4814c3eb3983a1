// The description as the page reads it: operations by resource, references followed, who may call.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export class Document {
  constructor(openapi) {
    this.openapi = openapi;
  }

  /** `[{name, description, operations}]`, in the order of the description's tags. */
  resources() {
    const operations = this.operations();
    return this.openapi.tags.map((tag) => ({
      ...tag,
      operations: operations.filter((operation) => operation.tag === tag.name),
    }));
  }

  operations() {
    return Object.entries(this.openapi.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => this.#operation(path, method, item)),
    );
  }

  #operation(path, method, item) {
    const described = item[method];
    const parameters = [...(item.parameters ?? []), ...(described.parameters ?? [])].map((one) => this.resolve(one));
    const responses = Object.entries(described.responses).map(([status, one]) => ({ status: Number(status), ...this.resolve(one) }));
    const body = described.requestBody && this.resolve(described.requestBody);
    return { ...described, id: described.operationId, tag: described.tags[0], path, method, parameters, responses, body };
  }

  /** The schemas that have fields, by name: each is described once, where it has a place of its own. */
  types() {
    return Object.entries(this.openapi.components.schemas).filter(([, schema]) => hasFields(schema));
  }

  /** The name of the schema that a reference points to, if that has a place of its own. */
  typeOf(schema) {
    const name = schema?.$ref?.split('/').at(-1);
    return name && hasFields(this.resolve({ $ref: schema.$ref })) ? name : undefined;
  }

  /** What a reference stands for; what is said beside it goes first. */
  resolve(value) {
    if (!value?.$ref) return value;
    const { $ref, ...beside } = value;
    const target = $ref.slice(2).split('/').reduce((place, key) => place[key], this.openapi);
    return { ...this.resolve(target), ...beside };
  }
}

/** Whether a schema has fields to list, itself or in one of its forms. */
export function hasFields(schema) {
  return Boolean(schema.properties) || (schema.oneOf ?? []).some((form) => form.properties);
}
