// Search without a server: reads the index that Sources/Site/Search writes, suggests while a buyer
// types, and shows the results on the search page. Loaded when a search box gets the focus.

const WEIGHTS = [1, 4, 8, 10]; // By SearchField: pinyin, listing, name, start of the title.
const FIELD = 4; // A posting is a gap times this, plus the field.
const SMALL_INDEX = 24; // With so many shards a query may read all of them,
const MOST_SHARDS = 3; // with more only so many.
const MOST_ROWS = 12; // Results at a time; those are put in a better order by their titles.
const MOST_NAMES = 4; // Suggestions.
const MOST_PRODUCTS = 6;
const PAUSE = 80; // Milliseconds between a key and the search.
const PINYIN = "~";
const SKU = "#";
const LAST = "\uffff"; // After every character of a term.
const CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
  + "\u3400-\u4dbf\u4e00-\u9fff\u1100-\u11ff\uac00-\ud7a3\u{20000}-\u{3ffff}";
const RUNS = new RegExp(
  `[${CJK}]+|(?:(?![${CJK}\ue000-\uffff])[\\p{Alphabetic}\\p{M}\\p{N}])+`, "gu");
const IS_CJK = new RegExp(`^[${CJK}]`, "u");

// What Swift's SearchText does, character for character.
export const normalized = (text) =>
  text.normalize("NFKC").toLowerCase().replaceAll("ς", "σ")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");

const runs = (text) => normalized(text).match(RUNS) ?? [];

export const terms = (text) => runs(text).flatMap((run) => {
  if (!IS_CJK.test(run)) return [run];
  const all = [...run];
  return all.map((character, index) => character + (all[index + 1] ?? ""));
});

// The last place in a sorted list whose value is not after `value`; at least 0.
const place = (list, value, read = (each) => each) => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (read(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
};

const cache = new Map();
const load = (address) => {
  if (!cache.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => cache.delete(address));
    cache.set(address, answer);
  }
  return cache.get(address);
};

export const open = async (address) => {
  const index = await load(address);
  index.file = (name) => load(new URL(`${name}.json`, new URL(address, location.href)).href);
  return index;
};

// The shards that hold a term, or every term that begins with it.
export const shardsOf = ({ starts }, term, isPrefix) => {
  const first = place(starts, term);
  const last = isPrefix ? place(starts, term + LAST) : first;
  return Array.from({ length: starts.length && last - first + 1 }, (_, step) => first + step);
};

const want = (term, quality, isPrefix) => ({ term, quality, isPrefix });

// A word may be typed in part: its beginning, or, where the query begins, any part of it.
const wordWants = (index, words, run, isFirst) => {
  const begins = words.filter((word) => word.startsWith(run));
  const holds = isFirst ? words.filter((word) => word.indexOf(run) > 0) : [];
  const wants = begins.sort((a, b) => a.length - b.length)
    .map((word) => want(word, word === run ? 1 : 0.7));
  if (!index.allWords) wants.push(want(run, 0.7, true));
  const pinyin = run.length > 1 ? [want(PINYIN + run.slice(0, 12), 1, true)] : [];
  const inside = holds.map((word) => want(word, 0.3));
  return wants.concat(begins.length ? [...inside, ...pinyin] : [...pinyin, ...inside]);
};

// What a query asks for: groups that all must hold, each met by any of its wants. `meant` has those
// of words that were mistyped.
const groupsOf = (index, words, text, meant = {}) => {
  const found = runs(text);
  const pairs = [];
  const rest = [];
  found.forEach((run, at) => {
    if (!IS_CJK.test(run)) return pairs.push(meant[run] ?? wordWants(index, words, run, !at));
    const all = [...run];
    if (all.length === 1) return pairs.push([want(run, 1, true)]);
    // Every second pair names every character; the others only make sure of the order.
    for (let i = 0; i < all.length - 1; i++) {
      const isNeeded = i % 2 === 0 || i === all.length - 2;
      (isNeeded ? pairs : rest).push([want(all[i] + all[i + 1], 1)]);
    }
  });
  const groups = pairs.concat(rest);
  const isCommon = (group) => index.common.includes(group[0]?.term);
  return groups.every(isCommon) ? groups : groups.filter((group) => !isCommon(group));
};

// Reads the shards of the most important wants of every group first.
const read = async (index, groups) => {
  const most = index.shards.length > SMALL_INDEX ? MOST_SHARDS : SMALL_INDEX;
  const numbers = new Set();
  const longest = Math.max(0, ...groups.map((group) => group.length));
  for (let rank = 0; rank < longest && numbers.size < most; rank++) {
    for (const group of groups) {
      if (!group[rank]) continue;
      for (const number of shardsOf(index, group[rank].term, group[rank].isPrefix)) {
        if (numbers.size < most) numbers.add(number);
      }
    }
  }
  const shards = new Map();
  await Promise.all([...numbers].map(async (number) =>
    shards.set(number, await index.file(index.shards[number]))));
  return shards;
};

// The products of a want, by number, with their scores; nil where nothing of it was read.
const score = (index, shards, { term, quality, isPrefix }, scores) => {
  let isRead = false;
  for (const number of shardsOf(index, term, isPrefix)) {
    const rows = shards.get(number);
    if (!rows) continue;
    isRead = true;
    let at = place(rows, term, (row) => row[0]);
    if (rows[at][0] < term) at++;
    for (; at < rows.length; at++) {
      const [found, ...postings] = rows[at];
      if (isPrefix ? !found.startsWith(term) : found !== term) break;
      const rarity = Math.log(1 + index.products / postings.length) * quality;
      let product = 0;
      for (const posting of postings) {
        product += Math.floor(posting / FIELD);
        const value = WEIGHTS[posting % FIELD] * rarity;
        if (value > (scores.get(product) ?? 0)) scores.set(product, value);
      }
    }
  }
  return isRead;
};

// The products that are in every one of the score tables, with the sums.
const together = (tables) => {
  const [first, ...others] = [...tables].sort((a, b) => a.size - b.size);
  const sums = [];
  for (const product of first?.keys() ?? []) {
    if (!others.every((table) => table.has(product))) continue;
    sums.push([product, tables.reduce((sum, table) => sum + table.get(product), 0)]);
  }
  // Newer first where two are equally good.
  return sums.sort((a, b) => b[1] - a[1] || b[0] - a[0]);
};

const match = async (index, groups) => {
  const shards = await read(index, groups);
  const tables = [];
  for (const group of groups) {
    const scores = new Map();
    const isRead = group.map((each) => score(index, shards, each, scores)).some(Boolean);
    if (isRead || !group.length) tables.push(scores);
  }
  return tables;
};

// How many letters must change, be left out, added or change places; more than `most` is `most + 1`.
export const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    [before, row] = [row, next];
  }
  return Math.min(row[b.length], most + 1);
};

// Words that somebody may have meant.
const alike = (words, run) => {
  const most = run.length < 4 ? 0 : run.length < 8 ? 1 : 2;
  const near = words.map((word) => [word, most ? distance(run, word, most) : 1])
    .filter(([, steps]) => steps <= most);
  const least = Math.min(...near.map(([, steps]) => steps));
  return near.filter(([, steps]) => steps === least).map(([word]) => want(word, 1));
};

// The products that answer a query, the best first: [[number, score], …]; `isNear` where none does
// and these are the next best. A term is the beginning of a word; pairs stand for Chinese.
export const find = async (index, text) => {
  const isWord = (run) => !IS_CJK.test(run);
  const found = runs(text);
  const words = found.some(isWord) ? await index.file(index.words) : [];
  const groups = groupsOf(index, words, text);
  if (!groups.length) return { hits: [], isNear: false };
  let tables = await match(index, groups);
  let hits = together(tables);
  const sku = SKU + found.join("");
  if (/\d/.test(sku) && !/\s/.test(text.trim()) && sku.length > 4 && found.every(isWord)) {
    const [products = new Map()] = await match(index, [[want(sku, 1, true)]]);
    hits = [...together([products]), ...hits.filter(([product]) => !products.has(product))];
  }
  if (hits.length) return { hits, isNear: false };
  const meant = {};
  for (const run of found.filter(isWord)) {
    const near = alike(words, run);
    if (near.length && !words.some((word) => word.startsWith(run))) meant[run] = near;
  }
  tables = await match(index, groupsOf(index, words, text, meant));
  hits = together(tables);
  // Not the rarest: it is what nothing else has.
  tables.sort((a, b) => b.size - a.size);
  while (!hits.length && tables.length > 1) {
    tables.pop();
    hits = together(tables);
  }
  return { hits, isNear: hits.length > 0 };
};

// Products `from` up to `to` as a result shows them; titles that hold the query go first.
export const show = async (index, { hits }, text, from, to) => {
  const query = normalized(text).trim();
  const rows = await Promise.all(hits.slice(from, to).map(async ([number, value]) => {
    const block = await index.file(index.blocks[Math.floor(number / index.blockLength)]);
    const [title, slug, price, image, lang] = block[number % index.blockLength];
    const at = normalized(title).indexOf(query);
    const bonus = at < 0 ? 0 : at > 0 ? 20 : 40;
    return { number, title, price, image, lang, path: index.base + slug + "/",
      value: value + bonus };
  }));
  return rows.sort((a, b) => b.value - a.value || b.number - a.number);
};

// Categories, brands, scenarios and tags with the query in their names.
export const names = (index, text) => {
  const query = normalized(text).trim();
  if (!query) return [];
  return index.names.filter(([, name, , , spellings]) =>
    normalized(name).includes(query)
      || (query.length > 1 && spellings?.split(" ").some((each) => each.startsWith(query))));
};

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// The text with what was typed marked; text nodes, whatever is in it.
const marked = (text, query) => {
  const made = document.createDocumentFragment();
  const parts = [...new Set(runs(query))].sort((a, b) => b.length - a.length);
  let rest = text;
  // Only where normalising moves no character: there a place in one is a place in the other.
  while (parts.length && rest && normalized(rest).length === rest.length) {
    const plain = normalized(rest);
    const places = parts.map((part) => [plain.indexOf(part), part.length])
      .filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    if (!places.length) break;
    const [at, length] = places[0];
    made.append(rest.slice(0, at), element("mark", {}, rest.slice(at, at + length)));
    rest = rest.slice(at + length);
  }
  made.append(rest);
  return made;
};

const counted = ({ say, locale }, count) =>
  (say[`count-${new Intl.PluralRules(locale).select(count)}`] ?? say.count).replace("#", count);

/** Makes a search form suggest while its buyer types; the form works without, too. */
export function attach(form) {
  const input = form.elements.q;
  if (input.role === "combobox") return;
  const list = element("ul", { className: "suggestions", id: "suggestions", hidden: true,
    role: "listbox", ariaLabel: input.labels[0]?.textContent.trim() ?? "" });
  const status = element("p", { className: "sr", role: "status" });
  form.append(list, status);
  input.role = "combobox";
  input.autocomplete = "off";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  let active = -1;
  let turn = 0;
  let timer = 0;

  const choose = (next) => {
    list.children[active]?.removeAttribute("aria-selected");
    active = next;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const toggle = (isOpen) => {
    list.hidden = !isOpen;
    input.ariaExpanded = String(isOpen);
    choose(-1);
  };
  const option = (id, path, ...children) => {
    const made = element("li", { id: `suggestion-${id}`, role: "option" }, ...children);
    made.dataset.path = path;
    return made;
  };
  const suggest = async () => {
    const query = input.value;
    const mine = ++turn;
    if (!runs(query).length) {
      status.textContent = "";
      return toggle(false);
    }
    const index = await open(form.dataset.index);
    const answer = await find(index, query);
    const rows = await show(index, answer, query, 0, MOST_PRODUCTS + 2);
    // Somebody typed on meanwhile.
    if (mine !== turn) return;
    const lists = names(index, query).slice(0, MOST_NAMES);
    list.replaceChildren(
      ...lists.map(([kind, name, path, count], at) => option(at, path,
        element("span", { className: "kind" }, index.say[kind]), " ",
        element("span", {}, marked(name, query)), " ",
        element("span", { className: "note" }, counted(index, count)))),
      ...rows.slice(0, MOST_PRODUCTS).map(({ title, price, path, lang = "" }, at) =>
        option(lists.length + at, path, element("span", { lang }, marked(title, query)), " ",
          element("span", { className: "price" }, price))));
    status.textContent = (answer.isNear ? index.say.near + " " : "")
      + (answer.hits.length || !lists.length ? found(index, answer) : "");
    toggle(list.children.length > 0);
  };
  const later = () => {
    clearTimeout(timer);
    // Without an index the form still leads to the search page.
    timer = setTimeout(() => suggest().catch(() => toggle(false)), PAUSE);
  };

  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      const places = list.children.length + 1;
      choose((active + 1 + step + places) % places - 1);
    } else if (step) {
      later();
    } else if (event.key === "Escape" && !list.hidden) {
      toggle(false);
    } else if (event.key === "Enter" && active >= 0) {
      location.assign(list.children[active].dataset.path);
    } else return;
    event.preventDefault();
  });
  // The focus stays in the box, so that a press on the list does not close it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const path = event.target.closest("[role=option]")?.dataset.path;
    if (path) location.assign(path);
  });
  input.addEventListener("blur", () => toggle(false));
  toggle(false);
  open(form.dataset.index).catch(() => {});
  if (input.value) later();
}

const found = (index, { hits }) => hits.length ? counted(index, hits.length) : index.say.none;

// The search page's results, for the query in its address.
const results = async (section) => {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  for (const input of document.querySelectorAll("form.find input[name=q]")) input.value = query;
  if (!runs(query).length) return;
  const [title, status, list, more] = ["h2", "p", "ol", "button"].map((name) => element(name));
  status.setAttribute("role", "status");
  section.append(title, status, list, more);
  section.hidden = false;
  list.className = "results";
  more.type = "button";
  more.hidden = true;
  const index = await open(section.dataset.index).catch(() => null);
  if (!index) return status.append(section.dataset.failed);
  title.append(index.say.title.replace("#", query));
  document.title = `${query} – ${document.title}`;
  const answer = await find(index, query);
  const page = async () => {
    const from = list.children.length;
    const rows = await show(index, answer, query, from, from + MOST_ROWS);
    list.append(...rows.map(({ title, price, path, image, lang = "" }) => element("li", {},
      ...(image ? [element("img", { src: image, alt: "", width: 86, height: 54,
        loading: "lazy" })] : []),
      element("a", { href: path, lang }, marked(title, query)),
      element("span", { className: "price" }, price))));
    more.hidden = list.children.length >= answer.hits.length;
    return list.children[from];
  };
  await page();
  more.append(index.say.more);
  more.addEventListener("click", async () => (await page())?.querySelector("a").focus());
  status.textContent = (answer.isNear ? index.say.near + " " : "") + found(index, answer);
};

const section = globalThis.document?.querySelector("#results");
if (section) results(section);
