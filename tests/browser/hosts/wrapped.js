// A page whose monitoring wraps what it can reach. Its wrappers work, and are particular about what they are given.
window.calls = { fetch: 0, attachShadow: 0 };
const { fetch } = window;
window.fetch = function watched(input, init = {}) {
  if (typeof input !== 'string') throw new TypeError('watched fetch takes addresses only');
  window.calls.fetch += 1;
  return fetch.call(window, input, init).then((answer) => answer);
};
const { attachShadow } = Element.prototype;
Element.prototype.attachShadow = function watched(init) {
  window.calls.attachShadow += 1;
  return attachShadow.call(this, { ...init, delegatesFocus: false });
};
