// What a schema allows, in words.

const number = (value) => value.toLocaleString('en');

/** The kind of a value: `text`, `whole number`, `list of text`. */
export function kind(document, schema) {
  const whole = document.resolve(schema);
  const name = document.typeOf(schema);
  if (name) return { text: spaced(name), type: name };
  if (whole.enum) return { text: nullable(whole.enum.includes(null), 'one of') };
  if ('const' in whole) return { text: 'always' };
  if (whole.oneOf) {
    const forms = whole.oneOf.filter((form) => form.type !== 'null');
    const isNullable = forms.length < whole.oneOf.length;
    if (forms.length === 1) {
      const only = kind(document, forms[0]);
      return { ...only, text: nullable(isNullable, only.text) };
    }
    if (forms.every((form) => !form.properties)) {
      return { text: nullable(isNullable, forms.map((form) => kind(document, form).text).join(' or ')) };
    }
    return { text: nullable(isNullable, 'one of these') };
  }
  const types = [whole.type].flat();
  const [first, ...others] = types.filter((type) => type !== 'null');
  if (first === 'array' && whole.items) {
    const item = kind(document, whole.items);
    return { ...item, text: nullable(types.includes('null'), `list of ${plural(item.text)}`) };
  }
  return { text: nullable(types.includes('null'), [first, ...others].map((type) => simple(type, whole)).join(' or ')) };
}

function simple(type, schema) {
  if (type === 'string') return schema.format === 'date-time' ? 'time' : 'text';
  if (type === 'integer') return 'whole number';
  if (type === 'boolean') return 'true or false';
  if (type === 'array') return 'list';
  if (type === 'object') return schema.additionalProperties?.type || schema.additionalProperties?.$ref ? 'object by key' : 'object';
  return type ?? 'anything';
}

const nullable = (is, text) => (is ? `${text}, or null` : text);

function plural(noun) {
  if (noun === 'one of') return 'any of';
  if (noun === 'true or false' || noun.includes(' or ') || noun.startsWith('list')) return noun;
  if (noun.startsWith('object by')) return 'objects by key';
  if (noun === 'one of these' || noun === 'anything') return noun;
  if (/[^aeo]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** A type's name as words: `OrderResult` is “order result”. */
export function spaced(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** Patterns that words say better. */
const PATTERNS = { '^[^\\u0000-\\u001f\\u007f-\\u009f]+$': 'no control characters', 'Z$': 'in UTC' };

/** Everything a value has to keep to, one phrase each. */
export function limits(document, schema) {
  const whole = document.resolve(schema);
  const inner = whole.oneOf?.filter((form) => form.type !== 'null');
  const value = inner?.length === 1 && !inner[0].properties ? document.resolve(inner[0]) : whole;
  const phrases = [
    range(value.minLength, value.maxLength, 'character'),
    range(value.minItems, value.maxItems, 'item'),
    range(value.minProperties, value.maxProperties, 'key'),
    range(value.minimum, value.maximum),
    value.uniqueItems && 'no item twice',
    value.pattern && (PATTERNS[value.pattern] ?? `pattern \`${value.pattern}\``),
    'default' in value && `\`${JSON.stringify(value.default)}\` if left out`,
  ];
  if (value.type === 'array' && value.items && !document.typeOf(value.items)) {
    phrases.push(...limits(document, value.items).map((phrase) => `each: ${phrase}`));
  }
  return phrases.filter(Boolean);
}

/** `1 to 128 characters`, `at most 500 items`, `0 or more`. */
export function range(least, most, noun) {
  const of = (count) => (noun ? ` ${noun}${count === 1 ? '' : 's'}` : '');
  if (least === undefined && most === undefined) return undefined;
  if (most === undefined) return noun ? `at least ${number(least)}${of(least)}` : `${number(least)} or more`;
  if (least === undefined) return `at most ${number(most)}${of(most)}`;
  return least === most ? `${number(most)}${of(most)}` : `${number(least)} to ${number(most)}${of(most)}`;
}

/** The values of an `enum` or `const`, without null. */
export function values(document, schema) {
  const whole = document.resolve(schema);
  const of = (one) => ('const' in one ? [one.const] : (one.enum ?? []));
  const own = of(whole);
  const items = whole.items ? of(document.resolve(whole.items)) : [];
  return [...own, ...items].filter((value) => value !== null);
}
