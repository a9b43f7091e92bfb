// MiniSearch with the options of Omnisearch, the search that most people add to Obsidian.
import MiniSearch from "minisearch";
import { run } from "./protocol.js";

const index = new MiniSearch({ fields: ["title", "tags", "body"] });

run({
  add: (section) => index.add(section),
  find: (query, limit) =>
    index
      .search(query, {
        combineWith: "AND",
        prefix: (term) => term.length >= 1,
        fuzzy: (term) => (term.length <= 3 ? 0 : term.length <= 5 ? 0.1 : 0.2),
        boost: { title: 4, tags: 2 },
      })
      .slice(0, limit)
      .map((hit) => hit.id),
});
