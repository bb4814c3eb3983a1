// Examples: JSON laid out for reading, and the call as a command.

/** JSON with what fits a line on one. */
export function layout(value, indent = 0, used = 0, width = 76) {
  const short = oneLine(value);
  if (typeof value !== 'object' || value === null || used + short.length <= width) return short;
  const pad = ' '.repeat(indent + 2);
  const [open, close, parts] = Array.isArray(value)
    ? ['[', ']', value.map((item) => pad + layout(item, indent + 2, indent + 2, width))]
    : ['{', '}', Object.entries(value).map(([key, item]) => entry(key, item, indent + 2, width))];
  return `${open}\n${parts.join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function entry(key, value, indent, width) {
  const start = `${' '.repeat(indent)}${JSON.stringify(key)}: `;
  return start + layout(value, indent, start.length, width);
}

function oneLine(value) {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
}

/** The call as a command for a shell, with the address of the service as `https://HOST`. */
export function curl(operation) {
  const lines = [`curl ${operation.method === 'get' ? '' : `-X ${operation.method.toUpperCase()} `}${quoted(`https://HOST${address(operation)}`)}`];
  const credential = credentials(operation)[0];
  if (credential) lines.push(`-H "Authorization: Bearer ${credential}"`);
  for (const header of operation.parameters.filter((one) => one.in === 'header' && one.required)) {
    lines.push(`-H ${header.name === 'Idempotency-Key' ? '"Idempotency-Key: $(uuidgen)"' : `'${header.name}: ${header.example ?? '…'}'`}`);
  }
  const body = operation.body?.content['application/json'].example;
  if (body !== undefined) {
    lines.push("-H 'Content-Type: application/json'", `-d '${layout(body).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n  ');
}

/** The variables that hold what a caller shows, by the callers who may. */
function credentials({ security }) {
  const names = { shopper: '$SHOPPER_TOKEN', server: '$API_KEY', platform: '$PLATFORM_KEY' };
  return (security ?? []).flatMap((entry) => Object.keys(entry).map((scheme) => names[scheme]));
}

function address({ path, parameters }) {
  const value = (name) => parameters.find((one) => one.in === 'path' && one.name === name)?.example ?? name.toUpperCase();
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(value(name)));
  const query = parameters.filter((one) => one.in === 'query' && one.required).map((one) => `${one.name}=${encodeURIComponent(one.example ?? one.name.toUpperCase())}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

/** In quotes where a shell would read more than text. */
const quoted = (text) => (/^[\w.:/%-]+$/.test(text) ? text : `'${text}'`);
