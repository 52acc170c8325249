// The npm package openai, speaking responses: what an application does with it, and what it sees.
import OpenAI from 'openai';
import { pixel, serve } from './worker.mjs';

const tools = ['weather', 'time'].map((name) => ({
  type: 'function',
  name,
  description: `Gets the ${name} in a city.`,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
}));

const client = (call) => new OpenAI({ apiKey: call.key, baseURL: call.url + '/v1', maxRetries: 0 });
const user = (call) => ({ role: 'user', content: call.text });
const usage = (u) => u && { input: u.input_tokens, output: u.output_tokens, cacheRead: u.input_tokens_details.cached_tokens };

function note(seen, response) {
  seen.id = response.id;
  seen.model = response.model;
  seen.finish = response.status;
  seen.usage = usage(response.usage);
  return response;
}

async function create(call, seen, body) {
  const response = note(seen, await client(call).responses.create({ model: call.model, input: [user(call)], ...body }));
  seen.text = response.output_text;
  seen.calls = response.output.filter((item) => item.type === 'function_call').map((c, index) =>
    ({ index, id: c.call_id, name: c.name, arguments: c.arguments, pieces: 1 }));
  return response;
}

async function stream(call, seen, body, stop = () => false) {
  const events = await client(call).responses.create({ model: call.model, input: [user(call)], stream: true, ...body });
  const places = {};
  for await (const event of events) {
    if (event.type === 'response.output_text.delta') {
      seen.pieces.push(event.delta);
      seen.text = seen.pieces.join('');
    } else if (event.type === 'response.output_item.added' && event.item.type === 'function_call') {
      seen.calls.push(places[event.output_index] = { index: seen.calls.length, id: event.item.call_id, name: event.item.name, arguments: '', pieces: 0 });
    } else if (event.type === 'response.function_call_arguments.delta') {
      places[event.output_index].arguments += event.delta;
      places[event.output_index].pieces += event.delta ? 1 : 0;
    } else if (event.type === 'response.completed' || event.type === 'response.incomplete') {
      note(seen, event.response);
    } else if (event.type === 'response.failed') {
      seen.finish = 'failed';
      seen.error = { type: 'response.failed', status: null, message: event.response.error.message };
    }
    if (stop(seen)) events.controller.abort();
  }
}

serve({
  'chat': (call, seen) => create(call, seen),
  'stream': (call, seen) => stream(call, seen),
  'tools': (call, seen) => create(call, seen, { tools }),
  'stream-tools': (call, seen) => stream(call, seen, { tools }),
  'system': (call, seen) => create(call, seen, { instructions: 'Be brief.' }),
  'image': (call, seen) => create(call, seen, {
    input: [{
      role: 'user',
      content: [{ type: 'input_text', text: call.text }, { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,' + pixel }],
    }],
  }),
  'abort': (call, seen) => stream(call, seen, {}, () => seen.text !== ''),

  // The client's own accumulator, which is stricter than a loop over events.
  'collect': async (call, seen) => {
    const whole = client(call).responses.stream({ model: call.model, input: [user(call)], tools });
    const response = note(seen, await whole.finalResponse());
    seen.text = response.output_text;
    seen.calls = response.output.filter((item) => item.type === 'function_call').map((c, index) =>
      ({ index, id: c.call_id, name: c.name, arguments: c.arguments, pieces: 1 }));
  },

  // Call, result, answer, with all items sent back; then the answer streamed.
  'loop': async (call, seen) => {
    const asked = await create(call, seen, { tools });
    const results = asked.output.filter((item) => item.type === 'function_call')
      .map((c) => ({ type: 'function_call_output', call_id: c.call_id, output: '{"degrees":12}' }));
    const input = [user(call), ...asked.output, ...results];
    const { calls } = seen;
    await create(call, seen, { tools, input });
    seen.pieces = [];
    seen.calls = [];
    await stream(call, seen, { tools, input });
    seen.calls = calls;
  },

  'input-items': async (call, seen) => {
    const first = await create(call, seen, { input: [user(call), { role: 'user', content: 'and more' }] });
    const made = await create(call, seen, { previous_response_id: first.id, input: 'Go on' });
    seen.pieces = [];
    for await (const item of client(call).responses.inputItems.list(made.id, { order: 'asc', limit: 2 })) seen.pieces.push(`${item.type} ${item.role} ${item.content[0].text}`);
  },

  'count-tokens': async (call, seen) => {
    const { object, input_tokens } = await client(call).responses.inputTokens.count({ model: call.model, input: [user(call)] });
    Object.assign(seen, { text: object, usage: { input: input_tokens, output: 0, cacheRead: 0 } });
  },

  'continue': async (call, seen) => {
    const first = await create(call, seen);
    await create(call, seen, { previous_response_id: first.id, input: `Go on, ${call.text}` });
    const read = await client(call).responses.retrieve(first.id);
    seen.pieces = [read.output_text];
    await client(call).responses.delete(first.id);
    seen.finish = 'deleted';
  },
});
