// What is served as files beside the worker.

import { expect, test } from './support/fixtures.mjs';
import { readJson, stack } from './support/stack.mjs';

test('the API’s description is that of the repository, and pages elsewhere may read it', async ({ request }) => {
  const answer = await request.get(`${stack.url}/openapi.json`);
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
  expect(await answer.json()).toEqual(readJson('worker/openapi.json'));
});
