// A page of the days of Prototype.js: enumerable additions to what everything inherits from, and its `toJSON`.
Object.prototype.extend = function extend(source) {
  for (const name in source) this[name] = source[name];
  return this;
};
Array.prototype.toJSON = function toJSON() {
  return `[${this.map((item) => JSON.stringify(item)).join(', ')}]`;
};
Array.prototype.each = function each(visit) {
  this.forEach(visit);
};
String.prototype.toJSON = function toJSON() {
  return `"${this}"`;
};
Function.prototype.bind = ((bind) =>
  function patched(...given) {
    return bind.apply(this, given);
  })(Function.prototype.bind);
