// Search without a server, by the index that Sources/Site/Search writes. Loaded by the search page,
// and by others when their box gets the focus.

const WEIGHTS = [1, 4, 8, 10]; // By SearchField: pinyin, listing, name, start of the title.
const FIELD = 4; // A posting is a gap times this, plus the field.
const SMALL_INDEX = 24; // A query may read all shards of an index with so many,
const MOST_SHARDS = 3; // and only so many of a larger one.
const MOST_ROWS = 12; // Results at a time.
const MOST_BLOCKS = 8; // Read for them.
const MOST_HITS = 60; // Sorted again once their rows are known.
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

const cache = new Map();
const load = (address) => {
  if (!cache.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(address);
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
  const place = (value) => Math.max(0, starts.findLastIndex((start) => start <= value));
  const first = place(term);
  const last = isPrefix ? place(term + "\uffff") : first;
  return starts.slice(first, last + 1).map((_, step) => first + step);
};

const want = (term, quality, isPrefix) => ({ term, quality, isPrefix });
const pinyin = (letters) => want("~" + letters.slice(0, 12), 1, true);

// A word may be typed in part: its beginning or, for the first word of a query, any part of it.
const wordWants = (index, words, run, isFirst) => {
  const begun = words.filter((word) => word.startsWith(run)).sort((a, b) => a.length - b.length);
  const wants = begun.map((word) => want(word, word === run ? 1 : 0.5));
  if (!index.allWords) wants.push(want(run, 0.5, true));
  const inside = isFirst
    ? words.filter((word) => word.indexOf(run) > 0).map((word) => want(word, 0.3)) : [];
  const spelled = run[1] ? pinyin(run) : [];
  return wants.concat(begun.length ? inside : spelled, begun.length ? spelled : inside);
};

// A query as groups of wants, the most important first: a product must meet one want of each group.
// `meant` has the wants of mistyped words.
const groupsOf = (index, words, text, meant) => {
  const needed = [];
  const more = [];
  runs(text).forEach((run, at) => {
    const all = pairs(run);
    if (meant[run]) needed.push(meant[run]);
    if (!isCJK(run)) meant[run] ?? needed.push(wordWants(index, words, run, !at));
    else if (all.length < 2) needed.push([want(run, 1, true)]);
    // Every second pair covers all characters; the others ensure their order.
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
  for (let rank = 0; groups.some((group) => group[rank]); rank++) {
    for (const { term, isPrefix } of groups.flatMap((group) => group[rank] ?? [])) {
      for (const number of shardsOf(index, term, isPrefix)) {
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
    for (const row of shards.get(number)) {
      if (isPrefix ? !row[0].startsWith(term) : row[0] !== term) continue;
      const postings = row.slice(1);
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

// The products that meet all groups, or as many as any does: [[number, score], …].
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
  if (isNear) due = [...sums.values()].reduce((most, [count]) => Math.max(most, count), 0);
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
  const near = [[], [], [], []];
  for (const word of most ? words : []) near[distance(run, word, most)].push(want(word, 1));
  return near.slice(0, most + 1).find((each) => each[0]);
};

// The results of a query, the best first: { hits: [[number, score], …], isNear }, with `isNear` if
// nothing meets the whole query.
export const find = async (index, text) => {
  const latin = runs(text).filter((run) => !isCJK(run));
  const words = latin.length ? await index.file(index.words) : [];
  const meant = { __proto__: null }; // "constructor" is a word like any other.
  const groups = groupsOf(index, words, text, meant);
  let hits = await match(index, groups);
  if (/^(?=.*\d)[\w-]{4,}$/.test(text.trim())) {
    const found = await match(index, [[want("#" + latin.join(""), 1, true)]]);
    const numbers = new Set(found.map(([number]) => number));
    hits = [...found, ...hits.filter(([number]) => !numbers.has(number))];
  }
  if (hits.length) return { hits, isNear: false };
  for (const run of latin) {
    if (!words.some((word) => word.startsWith(run))) meant[run] = alike(words, run);
  }
  for (const run of runs(text).filter((each) => isCJK(each) && each[1])) {
    const sounds = Object.entries(await index.file(index.sounds));
    const sound = [...run].map((each) => sounds.find(([, all]) => all.includes(each))?.[0] ?? " ");
    meant[run] = [pinyin(sound.join(""))];
  }
  hits = await match(index, groupsOf(index, words, text, meant), true);
  return { hits, isNear: hits.length > 0 };
};

// The next hits with what results show: titles that contain the query come first, then products of
// the home region, popular ones, cheaper ones.
export const show = async (index, { hits }, text, from) => {
  const query = normalized(text).trim();
  const block = (hit) => Math.floor(hit[0] / index.blockLength);
  const blocks = new Set();
  const some = hits.slice(from, from + MOST_HITS);
  const end = some.findIndex((hit) => blocks.add(block(hit)).size > MOST_BLOCKS);
  const rows = await Promise.all(some.slice(0, end < 0 ? MOST_HITS : end).map(async (hit) => {
    const [title, slug, price, sku, cost, region, hot, image, lang] =
      (await index.file(index.blocks[block(hit)]))[hit[0] % index.blockLength];
    const at = normalized(title).indexOf(query);
    return { title, price, sku, image, lang, region: index.regions[region] ?? "",
      path: index.base + slug + "/",
      order: [(at < 0 ? 0 : at ? -20 : -40) - hit[1], region, -hot, cost, -hit[0]] };
  }));
  return rows.sort((a, b) => a.order.map((each, at) => each - b.order[at]).find((each) => each));
};

// Finds categories, brands, scenarios and tags by name.
export const names = (index, text) => {
  const query = normalized(text).trim();
  return index.names.filter(([, name, , , spellings = ""]) => query
    && (normalized(name).includes(query) || query[1] && ` ${spellings}`.includes(` ${query}`)));
};

const change = (made, values) => {
  for (const key in values) if (values[key] != null) made.setAttribute(key, values[key]);
};

const element = (name, values, ...children) => {
  const made = document.createElement(name);
  change(made, values);
  made.append(...children);
  return made;
};

// The text as nodes, in which the parts of the query are marked.
const marked = (text, query) => {
  const plain = normalized(text);
  const parts = plain.length === text.length ? runs(query) : [];
  let end = 0;
  const made = [...plain.matchAll(new RegExp(parts.join("|") || "$^", "g"))].flatMap((found) => [
    text.slice(end, found.index),
    element("mark", {}, text.slice(found.index, end = found.index + found[0].length))]);
  return [...made, text.slice(end)];
};

const counted = ({ say }, count) =>
  (say[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? say.other)
    .replace("#", count);

const summary = (index, { hits, isNear }) => (isNear ? index.say.near + " " : "")
  + (hits.length ? counted(index, hits.length) : index.say.none);

// A product as suggestions and results show it.
const line = ({ title, lang, region, price, path }, query, name = "span") => [
  element(name, { lang, href: name === "a" ? path : null }, ...marked(title, query)), " ",
  element("span", { class: "note" }, region), " ", element("span", { class: "price" }, price)];

/** Makes a search form suggest; without it the form opens the search page. */
export function attach(form) {
  const input = form.elements.q;
  const address = form.dataset.index;
  if (input.getAttribute("role")) return;
  const list = element("ul", { class: "suggestions", id: "suggestions", role: "listbox",
    "aria-label": input.labels[0]?.textContent });
  const status = element("p", { class: "sr", role: "status" });
  form.append(list, status);
  change(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  let active = -1;
  let turn = 0;
  let timer;

  const choose = (next) => {
    list.children[active]?.removeAttribute("aria-selected");
    const option = list.children[active = next];
    option?.setAttribute("aria-selected", true);
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
    const rows = await show(index, answer, query, 0);
    // The buyer has typed on, or left.
    if (mine !== turn) return;
    const options = [
      ...names(index, query).slice(0, MOST_NAMES).map(([kind, name, path, count]) => [path,
        element("span", { class: "kind" }, index.say[kind]), " ", ...marked(name, query), " ",
        element("span", { class: "note" }, counted(index, count))]),
      ...rows.slice(0, MOST_PRODUCTS).map((row) => [row.path, ...line(row, query)]),
    ].map(([path, ...children], at) => element("li",
      { id: `suggestion-${at}`, role: "option", "data-path": path }, ...children));
    const said = runs(query).length ? summary(index, answer) : "";
    list.replaceChildren(...options[0] || !said ? options
      : [element("li", { role: "option", "aria-disabled": true }, said)]);
    status.textContent = said;
    toggle(said > "");
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
  const go = (option) => option?.dataset.path && location.assign(option.dataset.path);

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
  // Keeps the focus in the box: a click on the list does not close it.
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
    const rows = [];
    const page = async () => {
      const from = list.children.length;
      if (!rows.length) rows.push(...await show(index, answer, query, from));
      list.append(...rows.splice(0, MOST_ROWS).map((row) => element("li", { "data-sku": row.sku },
        row.image ? element("img", { src: row.image, alt: "", width: 86, height: 54 }) : "",
        ...line(row, query, "a"))));
      dispatchEvent(new Event("cards"));
      if (list.children.length < answer.hits.length) section.append(more);
      else more.remove();
      if (from) list.children[from].querySelector("a").focus();
    };
    await page();
    more.append(index.say.more);
    more.addEventListener("click", page);
    status.textContent = summary(index, answer);
    // Without results, the lists of the shop move up into their space.
    if (!answer.hits.length) section.append(...document.querySelectorAll("main > .shelf"));
  } catch {
    status.textContent = section.dataset.failed;
  }
};

const section = globalThis.document?.querySelector("#results");
if (section) results(section);
