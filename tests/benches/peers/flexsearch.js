// FlexSearch with the options its own guide recommends for search as you type over documents.
import FlexSearch from "flexsearch";
import { run } from "./protocol.js";

const index = new FlexSearch.Document({
  tokenize: "forward",
  document: { id: "id", index: ["title", "tags", "body"] },
});

run({
  add: (section) => index.add(section),
  find: (query, limit) => {
    const found = index.search(query, { limit, suggest: true });
    return [...new Set(found.flatMap((field) => field.result))].slice(0, limit);
  },
});
