// Extras of the shop's pages: every page is complete without them, and stays as it was built if one
// of them fails.

const words = document.body.dataset;
const byID = (id, page = document) => page.getElementById(id);

// Fetched pages of this shop, by address. A failed fetch may be repeated.
const pages = new Map();

function fetched(url) {
  if (!pages.has(url)) pages.set(url, load(url).catch((error) => {
    pages.delete(url);
    throw error;
  }));
  return pages.get(url);
}

async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Search is loaded when a search box gets the focus; the search page loads it by itself.
for (const form of document.querySelectorAll("form.find[data-script]")) {
  const search = () => import(form.dataset.script).then((module) => module.attach(form), () => {});
  if (form.contains(document.activeElement)) search();
  else form.addEventListener("focusin", search, { once: true });
}

// Lists: another order, label or page replaces the list without loading a whole page.
const status = document.createElement("p");
status.className = "sr";
status.setAttribute("role", "status");
document.body.append(status);
let shown = location.pathname;

const listLink = (event) => {
  const link = event.target.closest?.("#listing :is(.tools, .pager) a[href]");
  return link?.origin === location.origin ? link : null;
};

async function show(link, url) {
  shown = new URL(url).pathname;
  const wanted = shown;
  byID("listing").setAttribute("aria-busy", true);
  const page = await fetched(url);
  if (wanted !== shown) return;
  const listing = document.importNode(byID("listing", page), true);
  byID("listing").replaceWith(listing);
  const langs = page.querySelector(".langs");
  if (langs) document.querySelector(".langs")?.replaceWith(document.importNode(langs, true));
  if (link) history.pushState(null, "", url);
  document.title = page.title;
  status.textContent = byID("count").textContent;
  stock();
  if (!link) return;
  const again = link.closest(".tools")
    && [...listing.querySelectorAll(".tools a")].find((other) => other.href === url);
  listing.tabIndex = -1;
  (again || listing).focus({ preventScroll: true });
  if (listing.getBoundingClientRect().top < 0) listing.scrollIntoView();
}

if (byID("listing")) {
  document.addEventListener("click", (event) => {
    const link = listLink(event);
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
      || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link, link.href).catch(() => location.assign(link.href));
  });
  addEventListener("popstate", () => {
    if (location.pathname === shown) return;
    show(null, location.href.split("#")[0]).catch(() => location.reload());
  });
  for (const hint of ["pointerover", "focusin"]) {
    document.addEventListener(hint, (event) => {
      const link = listLink(event);
      if (link && !navigator.connection?.saveData) fetched(link.href).catch(() => {});
    });
  }
}

// Stock: updates the levels that the build wrote, for the products on the page.
const levels = {};

async function stock() {
  if (!words.stock) return;
  const spots = [...document.querySelectorAll("[data-sku]")].map((spot) => spot.dataset.sku);
  const asked = [...new Set(spots)].filter((sku) => !levels[sku]).slice(0, 60);
  if (!asked.length) return mark();
  const query = asked.map((sku) => `sku=${encodeURIComponent(sku)}`).join("&");
  try {
    const answer = await fetch(`${words.stock}?${query}`, { credentials: "omit" });
    if (answer.ok) Object.assign(levels, (await answer.json()).stock);
  } catch {
    // The page stays as it was built.
  }
  mark();
}

function mark() {
  for (const spot of document.querySelectorAll("[data-sku]")) {
    const level = levels[spot.dataset.sku];
    if (!["in", "low", "out"].includes(level)) continue;
    let note = spot.matches(".stock") ? spot : spot.querySelector(".stock");
    if (note !== spot && level === "in") {
      note?.remove();
      continue;
    }
    if (!note) {
      note = document.createElement("p");
      note.className = "stock";
      spot.append(note);
    }
    note.dataset.level = level;
    note.textContent = spot.dataset[level] ?? words[level];
    note.hidden = false;
    if (note === spot) turn(level === "out");
  }
}

// Parts of a product's page that are there only while it is in stock, or only while it is out. A
// form keeps its place, so that nothing below it moves.
function turn(isOut) {
  for (const part of document.querySelectorAll("[data-while]")) {
    part[part.matches(".buy") ? "inert" : "hidden"] = (part.dataset.while === "out") !== isOut;
  }
}

// Recently viewed: product addresses in this browser's storage, and nowhere else.
const key = "cardstock.viewed";
const most = 12;
const row = 4;

function stored() {
  try {
    const paths = JSON.parse(localStorage.getItem(key));
    return paths.filter((path) => /^\/products\/[^/?#]+\/$/.test(path)).slice(0, most);
  } catch {
    return [];
  }
}

function store(paths) {
  try {
    localStorage.setItem(key, JSON.stringify(paths.slice(0, most)));
  } catch {
    // The browser has no storage, so there is nothing to show next time.
  }
}

// Lists get their full height before their cards, so that nothing moves when those are loaded.
function reserve(shelf, count) {
  const list = shelf.querySelector("ul");
  list.replaceChildren(...Array.from({ length: count }, () => {
    const place = document.createElement("li");
    place.className = "card";
    return place;
  }));
  shelf.hidden = false;
}

function fill(shelf, cards) {
  const places = shelf.querySelectorAll("li");
  places.forEach((place, at) => cards[at] ? place.replaceWith(cards[at]) : place.remove());
  shelf.hidden = !cards.length;
}

async function fillShelves(viewed, liked, paths) {
  const address = (path) => viewed.dataset.prefix + path;
  const cards = [];
  const related = new Map();
  for (const path of paths.slice(0, row)) fetched(address(path)).catch(() => {});
  for (const path of paths) {
    if (cards.length === row) break;
    try {
      const page = await fetched(address(path));
      const card = byID("card", page)?.content.querySelector(".card");
      if (card) cards.push(document.importNode(card, true));
      for (const other of page.querySelectorAll("#related .card")) {
        if (!related.has(other.dataset.sku)) related.set(other.dataset.sku, other);
      }
    } catch (error) {
      if (error.message === "404") store(stored().filter((other) => other !== path));
    }
  }
  fill(viewed, cards);
  for (const card of cards) related.delete(card.dataset.sku);
  const others = [...related.values()].slice(0, row);
  if (liked) fill(liked, others.map((card) => document.importNode(card, true)));
  mark();
}

function showShelves(viewed) {
  const { path } = viewed.dataset;
  const paths = stored().filter((other) => other !== path);
  if (path) store([path, ...paths]);
  // A footer that is already visible must not be pushed down.
  const isBelow = document.querySelector(".foot")?.getBoundingClientRect().top > innerHeight;
  if (!paths.length || !isBelow && performance.getEntriesByType("paint").length) return;
  const liked = byID("liked");
  reserve(viewed, Math.min(row, paths.length));
  if (liked) reserve(liked, row);
  viewed.querySelector("button")?.addEventListener("click", () => {
    store([]);
    viewed.hidden = true;
    if (liked) liked.hidden = true;
    byID("main").focus();
  });
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    fillShelves(viewed, liked, paths);
  }, { rootMargin: "600px" }).observe(viewed);
}

stock();
// Search has shown more products.
addEventListener("cards", stock);
if (byID("viewed")) showShelves(byID("viewed"));
