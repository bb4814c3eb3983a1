// The headers of every page, Content-Security-Policy first: this is where a shop owner sees what to allow.

/**
 * The lines Regulars documents for a shop with a strict policy: its script, its requests, and WebAssembly. Styles need
 * no line of their own. `none-for-us` is the same shop that never added them.
 */
function contentSecurityPolicy(variant, regulars) {
  const allowed = variant === 'strict' ? ` ${regulars}` : '';
  const wasm = variant === 'strict' ? " 'wasm-unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self'${allowed}${wasm}`,
    `connect-src 'self'${allowed}`,
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `csp` is the visitor's preference; `regulars` the origin of the script tag. */
export function pageHeaders(csp, regulars) {
  const headers = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
  };
  if (csp !== 'off') headers['content-security-policy'] = contentSecurityPolicy(csp, regulars);
  return headers;
}
