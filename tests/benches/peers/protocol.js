// What the rivals in JavaScript say and hear: the same as protocol.rs describes.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const now = () => Number(process.hrtime.bigint() / 1000n);

async function* sectionsOf(file) {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id, title, tags, body } = JSON.parse(line);
    yield { id, title, tags: (tags ?? []).join(" "), body };
  }
}

/** Cuts 160 characters around the first of the words that stands in the text. */
function snippet(text, words) {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const at = places.length > 0 ? Math.min(...places) : 0;
  return text.slice(Math.max(0, at - 50), at + 110);
}

/** Runs a rival: `add(section)`, `find(query, limit)` giving ids. It keeps its index in memory and starts anew. */
export async function run({ add, find }) {
  const begun = now();
  const bodies = new Map();
  for await (const section of sectionsOf(process.argv[3])) {
    bodies.set(section.id, section.body);
    add(section);
  }
  console.log(JSON.stringify({ seconds: (now() - begun) / 1e6, cards: bodies.size }));
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    const start = now();
    let ids = [];
    if (asked.save) {
      const { id, title, tags, body } = asked.save;
      bodies.set(id, body);
      add({ id, title, tags: (tags ?? []).join(" "), body });
    } else {
      ids = find(asked.q, asked.limit);
      const words = asked.q.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      if (asked.snippets) ids.forEach((id) => snippet(bodies.get(id), words));
    }
    const micros = now() - start;
    console.log(JSON.stringify({ micros, total: ids.length, hits: ids.map((id) => ({ id })) }));
  }
}
