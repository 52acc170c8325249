// Runs scenarios: one JSON line in, one JSON line out, until the input ends. Several may run at the same time.
import { createInterface } from 'node:readline';

export function serve(scenarios) {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const call = JSON.parse(line);
    const seen = { text: '', pieces: [], calls: [] };
    try {
      const run = scenarios[call.scenario];
      if (!run) throw new Error(`No scenario '${call.scenario}' here.`);
      await run(call, seen);
    } catch (e) {
      seen.error = fault(e);
    }
    process.stdout.write(JSON.stringify({ id: call.id, seen }) + '\n');
  });
}

/** What an application can read from the exception that a client throws. */
function fault(e) {
  return {
    type: e.constructor.name,
    status: e.status ?? null,
    message: String(e.message),
    retryAfter: Number(e.headers?.get?.('retry-after')) || null,
    requestId: e.headers?.get?.('x-smartflow-request-id') ?? null,
  };
}

/** The one image of all scenarios: a pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
