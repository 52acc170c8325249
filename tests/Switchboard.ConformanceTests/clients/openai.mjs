// The official OpenAI client: what an application does with it, and what it sees.
import OpenAI, { toFile } from 'openai';
import { pixel, serve } from './worker.mjs';

const tools = ['weather', 'time'].map((name) => ({
  type: 'function',
  function: {
    name,
    description: `Gets the ${name} in a city.`,
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}));

const client = (call) => new OpenAI({ apiKey: call.key, baseURL: call.url + '/v1', maxRetries: 0 });
const user = (call) => [{ role: 'user', content: call.text }];

const history = (call) => [
  ...user(call),
  {
    role: 'assistant',
    tool_calls: [
      { id: 'call_a', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
      { id: 'call_b', type: 'function', function: { name: 'time', arguments: '{"city":"Oslo"}' } },
    ],
  },
  { role: 'tool', tool_call_id: 'call_a', content: '12 degrees' },
  { role: 'tool', tool_call_id: 'call_b', content: 'noon' },
];

function note(seen, completion) {
  const choice = completion.choices[0];
  seen.id = completion.id;
  seen.model = completion.model;
  seen.finish = choice.finish_reason;
  seen.text = choice.message.content ?? '';
  seen.calls = (choice.message.tool_calls ?? []).map((c, index) =>
    ({ index, id: c.id, name: c.function.name, arguments: c.function.arguments, pieces: 1 }));
  seen.usage = usage(completion.usage);
  return choice.message;
}

const usage = (u) => u && { input: u.prompt_tokens, output: u.completion_tokens, cacheRead: u.prompt_tokens_details?.cached_tokens ?? 0 };

// Unless told otherwise, the client asks for packed numbers and unpacks them.
async function embed(call, seen, body) {
  const answer = await client(call).embeddings.create({ model: call.model, input: [call.text, 'two'], ...body });
  seen.model = answer.model;
  seen.usage = { input: answer.usage.prompt_tokens, output: 0, cacheRead: 0 };
  seen.pieces = answer.data.map((d) => (typeof d.embedding === 'string' ? d.embedding : d.embedding.join(' ')));
}

async function create(call, seen, body) {
  return note(seen, await client(call).chat.completions.create({ model: call.model, messages: user(call), ...body }));
}

async function stream(call, seen, body, stop = () => false) {
  const chunks = await client(call).chat.completions.create({ model: call.model, messages: user(call), stream: true, ...body });
  for await (const chunk of chunks) {
    seen.id ??= chunk.id;
    seen.model ??= chunk.model;
    seen.usage ??= usage(chunk.usage);
    for (const { delta, finish_reason } of chunk.choices) {
      if (delta.content) seen.pieces.push(delta.content);
      for (const c of delta.tool_calls ?? []) {
        const known = (seen.calls[c.index] ??= { index: c.index, id: c.id, name: c.function.name, arguments: '', pieces: 0 });
        known.arguments += c.function.arguments ?? '';
        known.pieces += c.function.arguments ? 1 : 0;
      }
      seen.finish ??= finish_reason ?? undefined;
    }
    seen.text = seen.pieces.join('');
    if (stop(seen)) chunks.controller.abort();
  }
}

serve({
  'chat': (call, seen) => create(call, seen),
  'stream': (call, seen) => stream(call, seen),
  'stream-usage': (call, seen) => stream(call, seen, { stream_options: { include_usage: true } }),
  'tools': (call, seen) => create(call, seen, { tools }),
  'stream-tools': (call, seen) => stream(call, seen, { tools }),
  'tool-results': (call, seen) => create(call, seen, { tools, messages: history(call) }),
  'system': (call, seen) => create(call, seen, { messages: [{ role: 'system', content: 'Be brief.' }, ...user(call)] }),
  'image': (call, seen) => create(call, seen, {
    messages: [{
      role: 'user',
      content: [{ type: 'text', text: call.text }, { type: 'image_url', image_url: { url: 'data:image/png;base64,' + pixel } }],
    }],
  }),
  'abort': (call, seen) => stream(call, seen, {}, () => seen.text !== ''),

  // The client's own accumulator, which is stricter than a loop over chunks.
  'collect': async (call, seen) => {
    const whole = client(call).chat.completions.stream({ model: call.model, messages: user(call), tools, stream_options: { include_usage: true } });
    note(seen, await whole.finalChatCompletion());
  },

  // Call, result, answer; then the answer streamed.
  'loop': async (call, seen) => {
    const asked = await create(call, seen, { tools });
    const messages = [...user(call), asked, ...asked.tool_calls.map((c) => ({ role: 'tool', tool_call_id: c.id, content: '{"degrees":12}' }))];
    const { calls } = seen;
    await create(call, seen, { tools, messages });
    seen.pieces = [];
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

  'embeddings': (call, seen) => embed(call, seen),
  'sized-embeddings': (call, seen) => embed(call, seen, { dimensions: 256, encoding_format: 'float' }),
  'packed-embeddings': (call, seen) => embed(call, seen, { encoding_format: 'base64' }),

  'completion': async (call, seen) => {
    const answer = await client(call).completions.create({ model: call.model, prompt: call.text });
    Object.assign(seen, { id: answer.id, model: answer.model, text: answer.choices[0].text, finish: answer.choices[0].finish_reason, usage: usage(answer.usage) });
  },

  'stream-completion': async (call, seen) => {
    for await (const chunk of await client(call).completions.create({ model: call.model, prompt: call.text, stream: true })) {
      for (const choice of chunk.choices) {
        if (choice.text) seen.pieces.push(choice.text);
        seen.finish ??= choice.finish_reason ?? undefined;
      }
    }
    seen.text = seen.pieces.join('');
  },

  'make-image': async (call, seen) => {
    seen.text = (await client(call).images.generate({ model: call.model, prompt: call.text })).data[0].url;
  },

  'edit-image': async (call, seen) => {
    const image = await toFile(Buffer.from(pixel, 'base64'), 'pixel.png', { type: 'image/png' });
    seen.text = (await client(call).images.edit({ model: call.model, image, prompt: call.text })).data[0].url;
  },

  'transcribe': async (call, seen) => {
    seen.text = (await client(call).audio.transcriptions.create({ file: await recording(), model: call.model, prompt: call.text })).text;
  },

  'translate': async (call, seen) => {
    seen.text = (await client(call).audio.translations.create({ file: await recording(), model: call.model, prompt: call.text })).text;
  },

  'speak': async (call, seen) => {
    const answer = await client(call).audio.speech.create({ model: call.model, voice: 'alloy', input: call.text });
    seen.text = `${Buffer.from(await answer.arrayBuffer()).length} bytes`;
  },

  'moderate': async (call, seen) => {
    const answer = await client(call).moderations.create({ input: call.text });
    Object.assign(seen, { model: answer.model, text: `flagged: ${answer.results[0].flagged}` });
  },

  'batches': async (call, seen) => {
    const { files, batches } = client(call);
    const file = await files.create({ file: await toFile(Buffer.from(call.text), 'requests.jsonl'), purpose: 'batch' });
    const made = await batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    const looked = await batches.retrieve(made.id);
    const listed = [];
    for await (const batch of batches.list()) listed.push(batch.id);
    if (listed.join() !== made.id) throw new Error(`The list has ${listed.join()}.`);
    Object.assign(seen, { id: made.id, text: looked.input_file_id === file.id ? 'its file' : 'another', finish: (await batches.cancel(made.id)).status });
  },

  'files': async (call, seen) => {
    const { files } = client(call);
    const made = await files.create({ file: await toFile(Buffer.from(call.text), 'requests.jsonl'), purpose: 'batch' });
    seen.id = made.id;
    seen.models = [];
    for await (const file of files.list()) seen.models.push(file.id);
    seen.text = await (await files.content(made.id)).text();
    seen.finish = String((await files.delete(made.id)).deleted);
  },
});

const recording = () => toFile(Buffer.from('ID3 a recording'), 'audio.mp3', { type: 'audio/mpeg' });
