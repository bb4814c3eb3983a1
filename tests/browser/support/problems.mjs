// What goes wrong in a page: uncaught errors, rejected promises and errors on the console.

/** The browser's own word about a request that failed. Whether it should have is for the test to say. */
const REQUEST_FAILED = /^Failed to load resource/;

/** Collects one page's problems from its first line on. */
export class Problems {
  #seen = [];
  #expected = [REQUEST_FAILED];

  constructor(page) {
    page.on('pageerror', (error) => this.#seen.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#seen.push(message.text());
    });
  }

  /** Problems that match are meant to happen. */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  unexpected() {
    return this.#seen.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}
