// Search without a server: reads the index that Sources/Site/Search writes. Loaded by the search
// page, and by every other one when its search box gets the focus.

const WEIGHTS = [1, 4, 8, 10]; // By SearchField: pinyin, listing, name, start of the title.
const FIELD = 4; // A posting is a gap times this, plus the field.
const SMALL_INDEX = 24; // A query may read all shards of an index with so many,
const MOST_SHARDS = 3; // and only so many of a larger one.
const MOST_ROWS = 12; // Results at a time, sorted again once their titles are known.
const MOST_NAMES = 4;
const MOST_PRODUCTS = 6;
const PAUSE = 80; // Milliseconds.
const CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
  + "\u3400-\u4dbf\u4e00-\u9fff\u1100-\u11ff\uac00-\ud7a3\u{20000}-\u{3ffff}";
const RUNS = new RegExp(
  `[${CJK}]+|(?:(?![${CJK}\ue000-\uffff])[\\p{Alphabetic}\\p{M}\\p{N}])+`, "gu");
const isCJK = RegExp.prototype.test.bind(new RegExp(`^[${CJK}]`, "u"));

// Does the same as Swift's SearchText.
export const normalized = (text) =>
  text.normalize("NFKC").toLowerCase().replaceAll("ς", "σ")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");

const runs = (text) => normalized(text).match(RUNS) ?? [];

const pairs = (run) => [...run].map((each, at, all) => each + (all[at + 1] ?? ""));

export const terms = (text) => runs(text).flatMap((run) => isCJK(run) ? pairs(run) : [run]);

// The index of the last value that is not greater than this one; at least 0.
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
  index.file = (name) => load(index.files + name + ".json");
  return index;
};

// The shards that hold a term, or every term that begins with it.
export const shardsOf = ({ starts }, term, isPrefix) => {
  const first = place(starts, term);
  const last = isPrefix ? place(starts, term + "\uffff") : first;
  return starts.slice(first, last + 1).map((_, step) => first + step);
};

const want = (term, quality, isPrefix) => ({ term, quality, isPrefix });

// A word may be typed in part: its beginning or, for the first word of a query, any part of it.
const wordWants = (index, words, run, isFirst) => {
  const begun = words.filter((word) => word.startsWith(run)).sort((a, b) => a.length - b.length);
  const wants = begun.map((word) => want(word, word === run ? 1 : 0.5));
  if (!index.allWords) wants.push(want(run, 0.5, true));
  const inside = isFirst
    ? words.filter((word) => word.indexOf(run) > 0).map((word) => want(word, 0.3)) : [];
  const pinyin = run.length > 1 ? [want("~" + run.slice(0, 12), 1, true)] : [];
  return wants.concat(begun.length ? [inside, pinyin].flat() : [pinyin, inside].flat());
};

// A query as groups of wants, the most important first: a product must meet one want of each group.
// `meant` has the wants of mistyped words.
const groupsOf = (index, words, text, meant) => {
  const needed = [];
  const more = [];
  runs(text).forEach((run, at) => {
    const all = pairs(run);
    if (!isCJK(run)) needed.push(meant[run] ?? wordWants(index, words, run, !at));
    else if (all.length < 2) needed.push([want(run, 1, true)]);
    // Every second pair covers all characters; the others only ensure their order.
    else all.slice(0, -1).forEach((pair, i) =>
      (i % 2 && i < all.length - 2 ? more : needed).push([want(pair, 1)]));
  });
  const groups = needed.concat(more);
  const rare = groups.filter((group) => !index.common.includes(group[0]?.term));
  return rare.length && index.shards.length > SMALL_INDEX ? rare : groups;
};

// Reads the shards for the first want of every group, then for the second, up to the limit.
const read = async (index, groups, limit) => {
  const most = index.shards.length > SMALL_INDEX ? limit : SMALL_INDEX;
  const numbers = new Set();
  for (let rank = 0, isMore = true; isMore; rank++) {
    isMore = false;
    for (const group of groups) {
      if (!group[rank]) continue;
      isMore = true;
      for (const number of shardsOf(index, group[rank].term, group[rank].isPrefix)) {
        if (numbers.size < most) numbers.add(number);
      }
    }
  }
  return new Map(await Promise.all([...numbers].map(async (number) =>
    [number, await index.file(index.shards[number])])));
};

// Adds the scores of a want's products; returns whether any of its shards was read.
const score = (index, shards, { term, quality, isPrefix }, scores) => {
  const numbers = shardsOf(index, term, isPrefix).filter((number) => shards.has(number));
  for (const number of numbers) {
    const rows = shards.get(number);
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
  return numbers.length > 0;
};

// The products that meet all groups, or as many as any product meets: [[number, score], …].
const match = async (index, groups, isNear) => {
  const shards = await read(index, groups, isNear ? MOST_SHARDS - 1 : MOST_SHARDS);
  const sums = new Map();
  let due = 0;
  for (const group of groups) {
    const scores = new Map();
    const isRead = group.map((each) => score(index, shards, each, scores)).includes(true);
    if (isRead || !group.length) due++;
    for (const [product, value] of scores) {
      const [count, sum] = sums.get(product) ?? [0, 0];
      sums.set(product, [count + 1, sum + value]);
    }
  }
  if (isNear) {
    due = 1;
    for (const [count] of sums.values()) due = Math.max(due, count);
  }
  // Of two with equal scores the newer comes first.
  return [...sums].filter(([, [count]]) => count === due)
    .map(([product, [, sum]]) => [product, sum])
    .sort((a, b) => b[1] - a[1] || b[0] - a[0]);
};

// How many letters are wrong, missing, extra or swapped, up to `most` + 1.
export const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    [before, row] = [row, next];
  }
  return Math.min(row[b.length], most + 1);
};

// The words nearest to a mistyped one.
const alike = (words, run) => {
  const most = run.length < 4 ? 0 : run.length < 8 ? 1 : 2;
  const near = [[], [], []];
  for (const word of most ? words : []) near[distance(run, word, most)]?.push(want(word, 1));
  return near.slice(0, most + 1).find((each) => each.length);
};

// The results of a query, the best first: { hits: [[number, score], …], isNear }. `isNear` is true
// if nothing meets the whole query and these come close.
export const find = async (index, text) => {
  const latin = runs(text).filter((run) => !isCJK(run));
  const words = latin.length ? await index.file(index.words) : [];
  const meant = { __proto__: null }; // "constructor" is a word like any other.
  const groups = groupsOf(index, words, text, meant);
  let hits = await match(index, groups);
  const sku = text.trim();
  if (/^[\w-]{4,}$/.test(sku) && /\d/.test(sku)) {
    const found = await match(index, [[want("#" + latin.join(""), 1, true)]]);
    const numbers = new Set(found.map(([number]) => number));
    hits = [...found, ...hits.filter(([number]) => !numbers.has(number))];
  }
  if (hits.length) return { hits, isNear: false };
  for (const run of latin) {
    if (!words.some((word) => word.startsWith(run))) meant[run] = alike(words, run);
  }
  hits = await match(index, groupsOf(index, words, text, meant), true);
  return { hits, isNear: hits.length > 0 };
};

// Some of the hits with what results show; titles that contain the query itself come first.
export const show = async (index, { hits }, text, from, to) => {
  const query = normalized(text).trim();
  const rows = await Promise.all(hits.slice(from, to).map(async ([number, value]) => {
    const block = await index.file(index.blocks[Math.floor(number / index.blockLength)]);
    const [title, slug, price, image, lang] = block[number % index.blockLength];
    const at = normalized(title).indexOf(query);
    return { number, title, price, image, lang, path: index.base + slug + "/",
      value: value + (at < 0 ? 0 : at ? 20 : 40) };
  }));
  return rows.sort((a, b) => b.value - a.value || b.number - a.number);
};

// Finds categories, brands, scenarios and tags by their names.
export const names = (index, text) => {
  const query = normalized(text).trim();
  return index.names.filter(([, name, , , spellings = ""]) => normalized(name).includes(query)
    || (query.length > 1 && ` ${spellings}`.includes(` ${query}`)));
};

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

// The text as nodes, in which the parts of the query are marked.
const marked = (text, lang, query) => {
  const made = element("span", { lang });
  const parts = runs(query).sort((a, b) => b.length - a.length);
  let rest = text;
  for (;;) {
    const plain = normalized(rest);
    const part = parts.map((each) => [plain.indexOf(each), each.length])
      .filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
    // If normalising changes the length, positions do not correspond.
    if (!part || plain.length !== rest.length) break;
    const [at, length] = part;
    made.append(rest.slice(0, at), element("mark", {}, rest.slice(at, at + length)));
    rest = rest.slice(at + length);
  }
  made.append(rest);
  return made;
};

const counted = ({ say }, count) =>
  (say[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? say.other)
    .replace("#", count);

const summary = (index, { hits, isNear }) => (isNear ? index.say.near + " " : "")
  + (hits.length ? counted(index, hits.length) : index.say.none);

const cost = (price) => element("span", { class: "price" }, price);

/** Makes a search form suggest while a buyer types; without it the form opens the search page. */
export function attach(form) {
  const input = form.elements.q;
  const address = form.dataset.index;
  if (input.getAttribute("role")) return;
  const list = element("ul", { class: "suggestions", id: "suggestions", role: "listbox",
    "aria-label": input.labels[0]?.textContent });
  const status = element("p", { class: "sr", role: "status" });
  form.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["autocomplete", "off"],
    ["aria-autocomplete", "list"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let active = -1;
  let turn = 0;
  let timer;

  const choose = (next) => {
    list.children[active]?.removeAttribute("aria-selected");
    active = next;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  const toggle = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    choose(-1);
  };
  const suggest = async () => {
    const query = input.value;
    const mine = ++turn;
    const index = await open(address);
    const answer = await find(index, query);
    const rows = await show(index, answer, query, 0, MOST_PRODUCTS + 2);
    // The buyer has typed on, or left.
    if (mine !== turn) return;
    const lists = runs(query).length ? names(index, query).slice(0, MOST_NAMES) : [];
    const options = [
      ...lists.map(([kind, name, path, count]) => [path,
        element("span", { class: "kind" }, index.say[kind]), " ", marked(name, null, query), " ",
        element("span", { class: "note" }, counted(index, count))]),
      ...rows.slice(0, MOST_PRODUCTS).map(({ title, price, path, lang }) =>
        [path, marked(title, lang, query), " ", cost(price)]),
    ].map(([path, ...children], at) => element("li",
      { id: `suggestion-${at}`, role: "option", "data-path": path }, ...children));
    list.replaceChildren(...options);
    status.textContent = runs(query).length ? summary(index, answer) : "";
    toggle(options.length > 0);
  };
  const close = () => {
    clearTimeout(timer);
    turn++;
    toggle(false);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest().catch(close), PAUSE);
  };
  const go = (option) => option && location.assign(option.dataset.path);

  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = list.children.length + 1;
    if (step && list.hidden) later();
    else if (step) choose((active + 1 + step + places) % places - 1);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active >= 0) go(list.children[active]);
    else return;
    event.preventDefault();
  });
  // Keeps the focus in the box, so that a click on the list does not close it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  toggle(false);
  open(address).catch(() => {});
  if (input.value) later();
}

// Shows the search page's results for the query in its URL.
const results = async (section) => {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  for (const input of document.querySelectorAll("form.find [name=q]")) input.value = query;
  if (!query.trim()) return;
  const title = element("h2", {});
  const status = element("p", { role: "status" });
  const list = element("ol", { class: "results" });
  const more = element("button", { type: "button" });
  section.append(title, status, list);
  section.hidden = false;
  try {
    const index = await open(section.dataset.index);
    title.append(index.say.title.replace("#", () => query));
    document.title = `${query} – ${document.title}`;
    const answer = await find(index, query);
    const page = async () => {
      const from = list.children.length;
      const rows = await show(index, answer, query, from, from + MOST_ROWS);
      list.append(...rows.map(({ title, price, path, image, lang }) => element("li", {},
        image ? element("img", { src: image, alt: "", width: 86, height: 54 }) : "",
        element("a", { href: path }, marked(title, lang, query)), " ", cost(price))));
      if (list.children.length < answer.hits.length) section.append(more);
      else more.remove();
      if (from) list.children[from].querySelector("a").focus();
    };
    await page();
    more.append(index.say.more);
    more.addEventListener("click", page);
    status.textContent = summary(index, answer);
    // Without results, the shop's lists move up into the space reserved for results.
    if (!answer.hits.length) section.append(...document.querySelectorAll("main > .shelf"));
  } catch {
    status.textContent = section.dataset.failed;
  }
};

const section = globalThis.document?.querySelector("#results");
if (section) results(section);
