// The official Anthropic client: what an application does with it, and what it sees. The package may be named: since its first major,
// the client sends its key as a Bearer; those before it send x-api-key, and many applications still do.
import { pixel, serve } from './worker.mjs';

const { default: Anthropic } = await import(process.argv[2] ?? '@anthropic-ai/sdk');

const tools = ['weather', 'time'].map((name) => ({
  name,
  description: `Gets the ${name} in a city.`,
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}));

// A key of the caller's own for the vendor goes into x-api-key; who asks is then the Bearer.
const client = (call) => new Anthropic({
  ...(call.vendorKey
    ? { apiKey: null, authToken: call.key, defaultHeaders: { 'x-api-key': call.vendorKey } }
    : { apiKey: call.key }),
  baseURL: call.url,
  maxRetries: 0,
});
const user = (call) => [{ role: 'user', content: call.text }];

const history = (call) => [
  ...user(call),
  {
    role: 'assistant',
    content: [
      { type: 'tool_use', id: 'call_a', name: 'weather', input: { city: 'Oslo' } },
      { type: 'tool_use', id: 'call_b', name: 'time', input: { city: 'Oslo' } },
    ],
  },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'call_a', content: '12 degrees' },
      { type: 'tool_result', tool_use_id: 'call_b', content: 'noon' },
    ],
  },
];

function note(seen, message) {
  seen.id = message.id;
  seen.model = message.model;
  seen.finish = message.stop_reason;
  seen.text = message.content.filter((b) => b.type === 'text').map((b) => b.text).join('');
  seen.calls = message.content.filter((b) => b.type === 'tool_use').map((b, index) =>
    ({ index, id: b.id, name: b.name, arguments: JSON.stringify(b.input), pieces: 1 }));
  seen.usage = usage(message.usage);
  return message;
}

const usage = (u) => ({
  input: u.input_tokens + (u.cache_read_input_tokens ?? 0) + (u.cache_creation_input_tokens ?? 0),
  output: u.output_tokens,
  cacheRead: u.cache_read_input_tokens ?? 0,
});

const ask = (call, body) => ({ model: call.model, max_tokens: 100, messages: user(call), ...body });
const create = async (call, seen, body) => note(seen, await client(call).messages.create(ask(call, body)));

async function stream(call, seen, body, stop = () => false) {
  const events = await client(call).messages.create(ask(call, { stream: true, ...body }));
  const blocks = [];
  let counted;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        seen.id = event.message.id;
        seen.model = event.message.model;
        counted = event.message.usage;
        break;
      case 'content_block_start':
        if (blocks[event.index]) throw new Error(`Block ${event.index} starts twice.`);
        blocks[event.index] = { open: true };
        if (event.content_block.type === 'tool_use') {
          const { id, name } = event.content_block;
          seen.calls.push(blocks[event.index].call = { index: seen.calls.length, id, name, arguments: '', pieces: 0 });
        }
        break;
      case 'content_block_delta':
        if (!blocks[event.index]?.open) throw new Error(`Block ${event.index} is not open.`);
        if (event.delta.type === 'text_delta') seen.pieces.push(event.delta.text);
        if (event.delta.type === 'input_json_delta' && event.delta.partial_json) {
          blocks[event.index].call.arguments += event.delta.partial_json;
          blocks[event.index].call.pieces++;
        }
        break;
      case 'content_block_stop':
        blocks[event.index].open = false;
        break;
      case 'message_delta':
        seen.finish = event.delta.stop_reason;
        seen.usage = usage({ ...counted, ...event.usage });
        break;
    }
    seen.text = seen.pieces.join('');
    if (stop(seen)) events.controller.abort();
  }
  if (blocks.some((b) => b.open) && !stop(seen)) throw new Error('A block was never closed.');
}

serve({
  'chat': (call, seen) => create(call, seen),
  'stream': (call, seen) => stream(call, seen),
  'stream-usage': (call, seen) => stream(call, seen),
  'tools': (call, seen) => create(call, seen, { tools }),
  'stream-tools': (call, seen) => stream(call, seen, { tools }),
  'tool-results': (call, seen) => create(call, seen, { tools, messages: history(call) }),
  'system': (call, seen) => create(call, seen, { system: 'Be brief.' }),
  'image': (call, seen) => create(call, seen, {
    messages: [{
      role: 'user',
      content: [{ type: 'text', text: call.text }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }],
    }],
  }),
  'abort': (call, seen) => stream(call, seen, {}, () => seen.text !== ''),

  // The client's own accumulator, which is stricter than a loop over events.
  'collect': async (call, seen) => {
    note(seen, await client(call).messages.stream(ask(call, { tools })).finalMessage());
  },

  // Call, result, answer; then the answer streamed.
  'loop': async (call, seen) => {
    const asked = await create(call, seen, { tools });
    const messages = [
      ...user(call),
      { role: 'assistant', content: asked.content },
      { role: 'user', content: asked.content.filter((b) => b.type === 'tool_use').map((b) => ({ type: 'tool_result', tool_use_id: b.id, content: '{"degrees":12}' })) },
    ];
    const { calls } = seen;
    await create(call, seen, { tools, messages });
    await stream(call, seen, { tools, messages });
    seen.calls = calls;
  },

  'models': async (call, seen) => {
    seen.models = [];
    for await (const model of client(call).models.list()) seen.models.push(model.id);
  },

  'model': async (call, seen) => {
    seen.model = (await client(call).models.retrieve(call.model)).id;
  },

  'count-tokens': async (call, seen) => {
    const { input_tokens } = await client(call).messages.countTokens({ model: call.model, messages: user(call) });
    seen.usage = { input: input_tokens, output: 0, cacheRead: 0 };
  },

  // A feature in trial: another path of the client, and a header for the vendor.
  'beta': async (call, seen) => note(seen, await client(call).beta.messages.create(ask(call, { betas: ['context-1m-2025-08-07'] }))),
});
